import { Body, Controller, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { CalendarChanges } from '../../../../sla/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { type Sent, textOf } from '../../typed.js';
import type { MemberRequest } from '../../workbench.service.js';
import { ChangeReview } from '../change-review.service.js';

const ADDRESS = '/settings/calendars';

/** Which desk works by which calendar. */
@Controller('settings/calendars/departments')
@UseGuards(SessionGuard)
@OnlyFor(['admin'])
export class DeskHoursController {
  constructor(
    private readonly changes: CalendarChanges,
    private readonly review: ChangeReview,
  ) {}

  @Post(':department')
  async give(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('department') department: string,
    @Body() sent: Sent,
  ): Promise<void> {
    if (textOf(sent, 'act') === 'edit') return response.redirect(303, ADDRESS);
    const calendar = textOf(sent, 'calendar');
    const move = await this.review.ask(
      { request, response, sent },
      (after) => this.changes.affectedByGiving(department, calendar, after),
      `${ADDRESS}/departments/${encodeURIComponent(department)}`,
    );
    if (move === undefined) return;
    const count = await this.changes.give(department, calendar, move);
    flash(request, 'done', count > 0 ? 'calendars.saved_moved' : 'calendars.given', { count });
    response.redirect(303, ADDRESS);
  }
}
