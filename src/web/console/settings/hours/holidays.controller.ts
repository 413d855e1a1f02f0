import { Body, Controller, Get, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { CalendarChanges } from '../../../../sla/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { type Sent, textOf } from '../../typed.js';
import { type MemberRequest, readerOf } from '../../workbench.service.js';
import { ASKED, type Asking, ChangeReview } from '../change-review.service.js';
import { HolidaysPage } from './holidays-page.service.js';
import { cursorOf, decisionOf, readMoved } from '../review.js';
import { whoMay } from '../sections.js';

const ADDRESS = '/settings/calendars/holidays';

/** The official holidays and make-up working days: what is known, and a list to import. */
@Controller('settings/calendars/holidays')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('calendars'))
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

  /** Shown first: the days, what differs from the list that is there, and the clocks that would move. */
  @Post()
  @OnlyFor(['admin'])
  async import(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    const values = { list: textOf(sent, 'list'), source: textOf(sent, 'source').trim().slice(0, 200) };
    try {
      if (textOf(sent, 'act') === 'edit') {
        response.status(ASKED).send(await this.page.render(request, { values, errors: {} }));
        return;
      }
      const move = decisionOf(sent);
      if (move === undefined) return await this.ask({ request, response, sent }, values.list);
      const { id, name } = readerOf(request);
      const count = await this.changes.importHolidays(values.list, values.source || name, { move, by: id });
      flash(request, 'done', count > 0 ? 'calendars.saved_moved' : 'calendars.imported', { count });
      response.redirect(303, ADDRESS);
    } catch (error) {
      const { status, html } = await this.page.refused(request, error, values);
      response.status(status).send(html);
    }
  }

  private async ask(asking: Asking, text: string): Promise<void> {
    const read = (after: string | null) => this.changes.affectedByHolidays(text, after);
    const moved = await readMoved(read, cursorOf(asking.sent));
    await this.review.show(asking, moved, { action: ADDRESS, list: await this.page.compared(text) });
  }
}
