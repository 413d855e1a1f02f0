import { Injectable } from '@nestjs/common';
import { NotFound } from '../../../../platform/http/index.js';
import { AUDIENCES, type PolicyPlan, PolicyPlans } from '../../../../sla/index.js';
import { Robots } from '../../../../escalation/index.js';
import { type FormPage, readTyped, type Refused, textAt, type Typed } from '../../../forms/index.js';
import type { Speech } from '../../../view/index.js';
import { DeskQueries } from '../../desk.queries.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';
import { EXAMPLE_KEYS } from './ladder-examples.js';
import { ACTIONS, ladderRows, metricChoices, rowOf, stepsIn, WHEN } from './ladder-form.js';
import { stepLines } from './ladder-words.js';

@Injectable()
export class LadderPage implements FormPage {
  constructor(
    private readonly plans: PolicyPlans,
    private readonly robots: Robots,
    private readonly desk: DeskQueries,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/ladders';
  }

  async one(key: string): Promise<PolicyPlan> {
    const found = (await this.plans.list()).find((plan) => plan.key === key);
    if (!found) throw new NotFound('policy_not_found');
    return found;
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const speech = this.workbench.speech(request);
    const plan = await this.one(String(request.params.key));
    const typed = refused?.values ?? readTyped({ ladder: plan.ladder.map(rowOf) });
    const steps = stepsIn(typed);
    return this.workbench.render(request, 'console/settings/ladder', {
      plan,
      version: textAt(typed, 'version') || plan.version,
      lines: stepLines(plan.ladder, speech),
      rows: ladderRows(steps),
      form: { errors: {}, ...refused, values: { ladder: steps }, told: toldOf(refused) },
      examples: EXAMPLE_KEYS,
      ...(await this.choices(steps, speech)),
    });
  }

  private async choices(steps: readonly Typed[], { t, local }: Speech) {
    const { departments } = await this.desk.choices();
    const options = (group: string, keys: readonly string[]) =>
      keys.map((value) => ({ value, label: t(`ladder.${group}.${value}`) }));
    const named = (things: { key: string; name: unknown }[]) =>
      things.map(({ key, name }) => ({ value: key, label: local(name) }));
    const metricsOf = (value: string) => value.split(',').map((metric) => t(`metric.${metric}`));
    return {
      when: options('when', WHEN),
      audiences: options('whom', AUDIENCES),
      actions: options('action', ACTIONS),
      metrics: metricChoices(steps).map((value) => ({ value, label: metricsOf(value).join(' + ') })),
      robots: named(await this.robots.list()),
      departments: named(departments),
    };
  }
}

/** A fault elsewhere in the policy has no field on this page, so it is told above the form. */
function toldOf(refused: Refused | undefined): Refused['told'] {
  const strange = Object.keys(refused?.errors ?? {}).some((path) => !path.startsWith('ladder.'));
  return refused?.told ?? (strange ? { code: 'policy_broken', values: {}, at: null } : null);
}
