import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { CalendarChanges } from '../../../../sla/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Form, FormsOf, type Led, type Shown, textAt, type Typed, Values } from '../../../forms/index.js';
import { type MemberRequest, readerOf } from '../../workbench.service.js';
import { ChangeReview } from '../change-review.service.js';
import { whoMay } from '../sections.js';
import { HolidaysPage } from './holidays-page.service.js';

const LONGEST_SOURCE = 200;

@Controller('settings/calendars/holidays')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('calendars'))
@FormsOf(HolidaysPage)
export class HolidaysController {
  constructor(
    private readonly changes: CalendarChanges,
    private readonly page: HolidaysPage,
    private readonly review: ChangeReview,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  /**
   * Before the import, the page shows the days, the differences from the present list, and the timers that would move.
   */
  @Form('', 'holidays')
  @OnlyFor(['admin'])
  import(@Req() request: MemberRequest, @Values() typed: Typed): Promise<Shown | Led> {
    const { id, name } = readerOf(request);
    const list = textAt(typed, 'list');
    const source = textAt(typed, 'source').slice(0, LONGEST_SOURCE) || name;
    return this.review.answer(request, typed, {
      affected: (after) => this.changes.affectedByHolidays(list, after),
      make: (move) => this.changes.importHolidays(list, source, { move, by: id }),
      editor: this.page,
      about: () => this.page.compared(list),
    });
  }
}
