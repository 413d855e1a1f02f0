import { Body, Controller, Get, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { NotFound } from '../../../../platform/http/index.js';
import { type PolicyPlan, PolicyPlans } from '../../../../sla/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { type Sent, textOf } from '../../typed.js';
import { type MemberRequest } from '../../workbench.service.js';
import { type Asking, ChangeReview } from '../change-review.service.js';
import { PolicySaving } from './policy-saving.service.js';
import { PromisesPage } from './promises-page.service.js';
import { whoMay } from '../sections.js';

const ADDRESS = '/settings/promises';

/** What is promised to which tickets. Looked at by those who answer for it, changed by administrators. */
@Controller('settings/promises')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('promises'))
export class PromisesController {
  constructor(
    private readonly plans: PolicyPlans,
    private readonly page: PromisesPage,
    private readonly saving: PolicySaving,
    private readonly review: ChangeReview,
  ) {}

  @Get()
  list(@Req() request: MemberRequest, @Query() query: Sent): Promise<string> {
    return this.page.render(request, query);
  }

  @Get('new')
  @OnlyFor(['admin'])
  async blank(@Req() request: MemberRequest, @Query() query: Sent): Promise<string> {
    const copied = (await this.plans.list()).find(({ key }) => key === textOf(query, 'copy'));
    return this.saving.start(request, copied);
  }

  @Get(':key')
  async show(@Req() request: MemberRequest, @Param('key') key: string): Promise<string> {
    return this.saving.show(request, await this.plan(key));
  }

  @Post()
  @OnlyFor(['admin'])
  add(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    return this.saving.save({ request, response, sent });
  }

  /** `order`: every key, in its place, separated by commas; or `up` or `down` and a key, of a browser without scripts. */
  @Post('order')
  @OnlyFor(['admin'])
  async reorder(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    if (textOf(sent, 'act') === 'edit') return response.redirect(303, ADDRESS);
    const present = (await this.plans.list()).map(({ key }) => key);
    const order = wishedOrder(sent, present);
    const read = (after: string | null) => this.plans.affectedByOrder(order, after);
    const move = await this.review.ask({ request, response, sent }, read, `${ADDRESS}/order`);
    if (move === undefined) return;
    this.done({ request, response, sent }, await this.plans.reorder(order, move), 'promises.reordered');
  }

  /** Disables it, or puts it back to its place. */
  @Post(':key/toggle')
  @OnlyFor(['admin'])
  async toggle(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Body() sent: Sent,
  ): Promise<void> {
    if (textOf(sent, 'act') === 'edit') return response.redirect(303, ADDRESS);
    const read = (after: string | null) => this.plans.affectedByToggling(key, after);
    const address = `${ADDRESS}/${encodeURIComponent(key)}/toggle`;
    const move = await this.review.ask({ request, response, sent }, read, address);
    if (move === undefined) return;
    const disables = textOf(sent, 'wish') !== 'restore';
    const count = await (disables ? this.plans.archive(key, move) : this.plans.restore(key, move));
    this.done({ request, response, sent }, count, disables ? 'promises.disabled' : 'promises.restored');
  }

  @Post(':key')
  @OnlyFor(['admin'])
  async change(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Body() sent: Sent,
  ): Promise<void> {
    await this.saving.save({ request, response, sent }, await this.plan(key));
  }

  private done({ request, response }: Asking, count: number, words: string): void {
    flash(request, 'done', count > 0 ? 'calendars.saved_moved' : words, { count });
    response.redirect(303, ADDRESS);
  }

  private async plan(key: string): Promise<PolicyPlan> {
    const plan = (await this.plans.list()).find((each) => each.key === key);
    if (!plan) throw new NotFound('policy_not_found', 'There is no such policy.');
    return plan;
  }
}

function wishedOrder(sent: Sent, present: string[]): string[] {
  const order = textOf(sent, 'order').split(',').filter(Boolean);
  const [up, down] = [textOf(sent, 'up'), textOf(sent, 'down')];
  if (up === '' && down === '') return order;
  const at = present.indexOf(up || down);
  const to = Math.min(present.length - 1, Math.max(0, at + (up ? -1 : 1)));
  const others = present.filter((_, index) => index !== at);
  return at < 0 ? present : [...others.slice(0, to), present[at]!, ...others.slice(to)];
}
