import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { AppError, NotFound } from '../../../../platform/http/index.js';
import { type PolicyPlan, PolicyPlans } from '../../../../sla/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { type Sent, textOf } from '../../typed.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { withExample } from './ladder-examples.js';
import { ladderOf, type LadderValues, ladderValues } from './ladder-form.js';
import { LadderPart } from './ladder-part.service.js';
import { stepLines } from './ladder-words.js';
import { whoMay } from '../sections.js';

const ADDRESS = '/settings/ladders';
/** What is in the form; `version` is that which it was drawn from. */
interface TypedLadder {
  values: LadderValues;
  faults: Record<string, unknown>;
  version: string;
  error?: string | undefined;
}

const FIELD = /^ladder_\d{1,2}_[a-z]{2,10}$/;

/** What happens when a promise is in danger or broken: who is told, how, and what is done. */
@Controller('settings/ladders')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('ladders'))
export class LaddersController {
  constructor(
    private readonly plans: PolicyPlans,
    private readonly part: LadderPart,
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
  async edit(@Req() request: MemberRequest, @Param('key') key: string): Promise<string> {
    const plan = await this.one(key);
    const values = ladderValues(plan.ladder);
    return this.render(request, plan, { values, faults: {}, version: String(plan.version) });
  }

  @Post(':key')
  async save(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Body() sent: Sent,
  ): Promise<void> {
    const plan = await this.one(key);
    const values = typedLadder(sent);
    const version = textOf(sent, 'version');
    const example = textOf(sent, 'add');
    if (example !== '') {
      const typed = { values: withExample(values, example), faults: {}, version };
      response.status(200).send(await this.render(request, plan, typed));
      return;
    }
    try {
      const expected = Number(version);
      await this.plans.save({ ...plan, ladder: ladderOf(values) }, readerOf(request), {
        move: 'none',
        expected,
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const faults = (error.details.fields ?? {}) as Record<string, unknown>;
      const whole = Object.keys(faults).some((field) => field.startsWith('ladder.')) ? undefined : error.code;
      const typed = { values, faults, version, error: whole };
      response.status(error.status).send(await this.render(request, plan, typed));
      return;
    }
    flash(request, 'done', 'ladder.saved');
    response.redirect(303, ADDRESS);
  }

  private async render(
    request: MemberRequest,
    plan: PolicyPlan,
    { values, faults, version, error }: TypedLadder,
  ): Promise<string> {
    const speech = this.workbench.speech(request);
    return this.workbench.render(request, 'console/settings/ladder', {
      ...{ plan, version },
      lines: stepLines(plan.ladder, speech),
      ladder: await this.part.of(values, faults, speech),
      form: { error },
    });
  }

  private async one(key: string): Promise<PolicyPlan> {
    const found = (await this.plans.list()).find((plan) => plan.key === key);
    if (!found) throw new NotFound('policy_not_found', 'There is no such policy.');
    return found;
  }
}

function typedLadder(sent: Sent): LadderValues {
  const names = Object.keys(sent).filter((name) => FIELD.test(name));
  return Object.fromEntries(names.map((name) => [name, textOf(sent, name)]));
}
