import { Body, Controller, Get, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { NotFound } from '../../../../platform/http/index.js';
import { CalendarChanges } from '../../../../sla/index.js';
import { type CalendarPlan, CalendarPlans } from '../../../../hours/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import type { FormState } from '../../form-state.js';
import { type Sent, textOf } from '../../typed.js';
import { type MemberRequest, readerOf } from '../../workbench.service.js';
import { copyOf, draftOf, refusedCalendar, twice, typedCalendar, valuesOf } from './calendar-form.js';
import { CalendarEditor } from './calendar-editor.service.js';
import { CalendarsPage } from './calendars-page.service.js';
import { ASKED, type Asking, ChangeReview } from '../change-review.service.js';
import { newKey } from '../new-key.js';
import { whoMay } from '../sections.js';

const ADDRESS = '/settings/calendars';
/** Addresses beside those of calendars. */
const RESERVED = ['new', 'preview', 'holidays', 'departments'];

/** When the desks work. Looked at by those who answer for it, changed by administrators. */
@Controller('settings/calendars')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('calendars'))
export class CalendarsController {
  constructor(
    private readonly plans: CalendarPlans,
    private readonly changes: CalendarChanges,
    private readonly page: CalendarsPage,
    private readonly editor: CalendarEditor,
    private readonly review: ChangeReview,
  ) {}

  @Get()
  list(@Req() request: MemberRequest): Promise<string> {
    return this.page.list(request);
  }

  @Get('new')
  @OnlyFor(['admin'])
  async blank(@Req() request: MemberRequest, @Query() query: Sent): Promise<string> {
    const plans = await this.plans.list();
    const copied = plans.find(({ key }) => key === textOf(query, 'copy'));
    const base = plans.find(({ key }) => key === textOf(query, 'base'));
    const empty = this.editor.empty(request);
    const start = copied ? copyOf(copied) : base ? { ...empty, zone: '', base: base.key } : empty;
    return this.editor.render(request, { values: valuesOf(start), errors: {} });
  }

  @Get(':key')
  async show(@Req() request: MemberRequest, @Param('key') key: string): Promise<string> {
    const plan = await this.plan(key);
    return this.editor.render(request, { values: valuesOf(plan), errors: {} }, plan);
  }

  /** The days to come by what stands in the form. */
  @Post('preview')
  @OnlyFor(['admin'])
  preview(@Req() request: MemberRequest, @Body() sent: Sent): Promise<string> {
    return this.editor.preview(request, textOf(sent, 'key') || 'new', typedCalendar(sent));
  }

  @Post()
  @OnlyFor(['admin'])
  async add(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    const taken = [...(await this.plans.list()).map(({ key }) => key), ...RESERVED];
    await this.save({ request, response, sent }, newKey(textOf(sent, 'en'), 'calendar', taken));
  }

  @Post(':key')
  @OnlyFor(['admin'])
  async change(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Body() sent: Sent,
  ): Promise<void> {
    await this.save({ request, response, sent }, key, await this.plan(key));
  }

  private async save(asking: Asking, key: string, plan?: CalendarPlan): Promise<void> {
    const { request, response, sent } = asking;
    const values = typedCalendar(sent);
    const again = async (status: number, form: FormState) => {
      response.status(status).send(await this.editor.render(request, form, plan));
    };
    if (textOf(sent, 'act') === 'edit') return again(ASKED, { values, errors: {} });
    const doubled = twice(values);
    if (doubled) return again(422, { values, errors: doubled });
    try {
      const draft = draftOf(key, values);
      const action = plan ? `${ADDRESS}/${key}` : ADDRESS;
      const move = await this.review.ask(asking, (after) => this.changes.affected(draft, after), action);
      if (move === undefined) return;
      const saving = { move, by: readerOf(request).id, expected: Number(textOf(sent, 'version')) };
      const count = await this.changes.save(draft, saving);
      flash(request, 'done', count > 0 ? 'calendars.saved_moved' : 'calendars.saved', { count });
      response.redirect(303, `${ADDRESS}/${key}`);
    } catch (error) {
      const { status, form } = refusedCalendar(error, values);
      await again(status, form);
    }
  }

  private async plan(key: string): Promise<CalendarPlan> {
    const plan = (await this.plans.list()).find((each) => each.key === key);
    if (!plan) throw new NotFound('calendar_not_found', 'There is no such calendar.');
    return plan;
  }
}
