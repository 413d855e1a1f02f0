import { Controller, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { CalendarPlans } from '../../../../hours/index.js';
import { CalendarChanges } from '../../../../sla/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Form, FormsOf, type Led, Shown, textAt, type Typed, Values } from '../../../forms/index.js';
import { type MemberRequest, readerOf } from '../../workbench.service.js';
import { ChangeReview } from '../change-review.service.js';
import { newKey } from '../new-key.js';
import { whoMay } from '../sections.js';
import { CalendarEditor } from './calendar-editor.service.js';
import { draftOf, refuseTwice } from './calendar-form.js';
import { CalendarsPage } from './calendars-page.service.js';

/** No calendar may have one of these keys, because the addresses are taken. */
const RESERVED = ['new', 'preview', 'holidays', 'departments'];

@Controller('settings/calendars')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('calendars'))
@FormsOf(CalendarEditor)
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
    return this.page.render(request);
  }

  @Get('new')
  @OnlyFor(['admin'])
  blank(@Req() request: MemberRequest): Promise<string> {
    return this.editor.render(request);
  }

  @Get(':key')
  show(@Req() request: MemberRequest): Promise<string> {
    return this.editor.render(request);
  }

  /** The page's script asks for this while somebody types, to show the days to come. */
  @Post('preview')
  @HttpCode(200)
  @OnlyFor(['admin'])
  preview(@Req() request: MemberRequest, @Values() typed: Typed): Promise<string> {
    return this.editor.preview(request, typed);
  }

  @Form('', 'calendar_add')
  @OnlyFor(['admin'])
  async add(@Req() request: MemberRequest, @Values() typed: Typed): Promise<Shown | Led> {
    const taken = [...(await this.plans.list()).map(({ key }) => key), ...RESERVED];
    return this.save(request, typed, newKey(textAt(typed, 'name.en'), 'calendar', taken));
  }

  @Form(':key', 'calendar_change')
  @OnlyFor(['admin'])
  async change(
    @Req() request: MemberRequest,
    @Param('key') key: string,
    @Values() typed: Typed,
  ): Promise<Shown | Led> {
    return this.save(request, typed, (await this.editor.one(key)).key);
  }

  private save(request: MemberRequest, typed: Typed, key: string): Promise<Shown | Led> {
    refuseTwice(typed);
    const draft = draftOf(key, typed);
    const saving = { by: readerOf(request).id, expected: Number(textAt(typed, 'version')) };
    return this.review.answer(request, typed, {
      affected: (after) => this.changes.affected(draft, after),
      make: (move) => this.changes.save(draft, { ...saving, move }),
      editor: this.editor,
      to: `/settings/calendars/${key}`,
    });
  }
}
