import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { PolicyPlans } from '../../../../sla/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { asTyped, Form, FormsOf, Shown, textAt, type Typed, Values } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { withExample } from './ladder-examples.js';
import { ladderOf } from './ladder-form.js';
import { LadderPage } from './ladder-page.service.js';
import { stepLines } from './ladder-words.js';

@Controller('settings/ladders')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('ladders'))
@FormsOf(LadderPage)
export class LaddersController {
  constructor(
    private readonly plans: PolicyPlans,
    private readonly page: LadderPage,
    private readonly workbench: Workbench,
  ) {}

  @Get()
  async list(@Req() request: MemberRequest): Promise<string> {
    const speech = this.workbench.speech(request);
    const plans = await this.plans.list();
    return this.workbench.render(request, 'console/settings/ladders', {
      rows: plans.map(({ key, name, ladder }) => ({ key, name, steps: stepLines(ladder, speech) })),
    });
  }

  @Get(':key')
  edit(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  /** With `add`, the form is shown again with an example step, and nothing is saved. */
  @Form(':key', 'ladder')
  async save(
    @Req() request: MemberRequest,
    @Param('key') key: string,
    @Values() typed: Typed,
  ): Promise<Shown | undefined> {
    const plan = await this.page.one(key);
    const example = textAt(typed, 'add');
    if (example !== '')
      return new Shown(await this.page.render(request, asTyped(withExample(typed, example))), 200);
    const expected = Number(textAt(typed, 'version'));
    const draft = { ...plan, ladder: ladderOf(typed) };
    await this.plans.save(draft, readerOf(request), { move: 'none', expected });
    return undefined;
  }
}
