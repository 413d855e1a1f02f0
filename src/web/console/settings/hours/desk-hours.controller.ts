import { Controller, Param, Req, UseGuards } from '@nestjs/common';
import { CalendarChanges } from '../../../../sla/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Form, FormsOf, type Led, type Shown, textAt, type Typed, Values } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { ChangeReview } from '../change-review.service.js';
import { CalendarsPage } from './calendars-page.service.js';

@Controller('settings/calendars/departments')
@UseGuards(SessionGuard)
@OnlyFor(['admin'])
@FormsOf(CalendarsPage)
export class DeskHoursController {
  constructor(
    private readonly changes: CalendarChanges,
    private readonly review: ChangeReview,
  ) {}

  @Form(':department', 'desk_hours')
  give(
    @Req() request: MemberRequest,
    @Param('department') department: string,
    @Values() typed: Typed,
  ): Promise<Shown | Led> {
    const calendar = textAt(typed, 'calendar');
    return this.review.answer(request, typed, {
      affected: (after) => this.changes.affectedByGiving(department, calendar, after),
      make: (move) => this.changes.give(department, calendar, move),
    });
  }
}
