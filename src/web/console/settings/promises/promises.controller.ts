import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { PolicyPlans } from '../../../../sla/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import {
  Form,
  FormsOf,
  type Led,
  readTyped,
  type Shown,
  textAt,
  type Typed,
  Values,
} from '../../../forms/index.js';
import { type MemberRequest } from '../../workbench.service.js';
import { ChangeReview } from '../change-review.service.js';
import { whoMay } from '../sections.js';
import { PolicyEditor } from './policy-editor.service.js';
import { PolicySaving } from './policy-saving.service.js';
import { PromisesPage } from './promises-page.service.js';

/** Leads may look. Only administrators may change anything. */
@Controller('settings/promises')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('promises'))
@FormsOf(PolicyEditor)
export class PromisesController {
  constructor(
    private readonly plans: PolicyPlans,
    private readonly page: PromisesPage,
    private readonly editor: PolicyEditor,
    private readonly saving: PolicySaving,
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

  @Form('', 'policy_add')
  @OnlyFor(['admin'])
  add(@Req() request: MemberRequest, @Values() typed: Typed): Promise<Shown | Led> {
    return this.saving.save(request, typed);
  }

  /**
   * `order` lists every key in its place, separated by commas. A browser without scripts sends `up` or `down` with a
   * key.
   */
  @Form('order', 'policy_order')
  @FormsOf(PromisesPage)
  @OnlyFor(['admin'])
  async reorder(@Req() request: MemberRequest, @Values() typed: Typed): Promise<Shown | Led> {
    const present = (await this.plans.list()).map(({ key }) => key);
    const order = wishedOrder(typed, present);
    return this.review.answer(request, typed, {
      affected: (after) => this.plans.affectedByOrder(order, after),
      make: (move) => this.plans.reorder(order, move),
    });
  }

  /** Disables the policy, or restores it to its place. */
  @Form(':key/toggle', (request) => (isRestored(request) ? 'policy_restore' : 'policy_disable'))
  @FormsOf(PromisesPage)
  @OnlyFor(['admin'])
  toggle(
    @Req() request: MemberRequest,
    @Param('key') key: string,
    @Values() typed: Typed,
  ): Promise<Shown | Led> {
    return this.review.answer(request, typed, {
      affected: (after) => this.plans.affectedByToggling(key, after),
      make: (move) => (isRestored(request) ? this.plans.restore(key, move) : this.plans.archive(key, move)),
    });
  }

  @Form(':key', 'policy_change')
  @OnlyFor(['admin'])
  async change(
    @Req() request: MemberRequest,
    @Param('key') key: string,
    @Values() typed: Typed,
  ): Promise<Shown | Led> {
    return this.saving.save(request, typed, await this.editor.one(key));
  }
}

function isRestored({ body }: Request): boolean {
  return textAt(readTyped(body), 'wish') === 'restore';
}

function wishedOrder(typed: Typed, present: string[]): string[] {
  const [up, down] = [textAt(typed, 'up'), textAt(typed, 'down')];
  if (up === '' && down === '') return textAt(typed, 'order').split(',').filter(Boolean);
  const at = present.indexOf(up || down);
  const to = Math.min(present.length - 1, Math.max(0, at + (up ? -1 : 1)));
  const others = present.filter((_, index) => index !== at);
  return at < 0 ? present : [...others.slice(0, to), present[at]!, ...others.slice(to)];
}
