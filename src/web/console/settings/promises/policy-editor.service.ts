import { Injectable } from '@nestjs/common';
import { NotFound } from '../../../../platform/http/index.js';
import { inEachLanguage } from '../../../../platform/text/index.js';
import {
  CONDITIONS,
  type PolicyDraft,
  type PolicyPlan,
  PolicyPlans,
  PolicyHistory,
} from '../../../../sla/index.js';
import { type FormPage, listAt, readTyped, type Refused, textAt, type Typed } from '../../../forms/index.js';
import type { Speech } from '../../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { stepLines } from '../escalation/ladder-words.js';
import { milestonesIn, PAUSING, SINGLE, valuesOf } from './policy-form.js';
import { type DayLength, UNITS } from './policy-span.js';
import { conditionLines, targetLines } from './promise-words.js';
import { type PromiseTerms, PromiseWords } from './promise-words.service.js';

const NEW: PolicyDraft = {
  key: '',
  name: inEachLanguage(() => ''),
  conditions: {},
  pausing: ['waiting_on_customer', 'on_hold'],
  warnings: [{ share: 0.75 }],
  ladder: [],
  targets: [],
};

@Injectable()
export class PolicyEditor implements FormPage {
  constructor(
    private readonly plans: PolicyPlans,
    private readonly words: PromiseWords,
    private readonly versions: PolicyHistory,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/promises';
  }

  async one(key: string): Promise<PolicyPlan> {
    const plan = (await this.plans.list()).find((each) => each.key === key);
    if (!plan) throw new NotFound('policy_not_found');
    return plan;
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const { key } = request.params;
    const plan = key === undefined ? undefined : await this.one(String(key));
    const speech = this.workbench.speech(request);
    const terms = await this.words.of(speech);
    const typed =
      refused?.values ?? (plan ? valuesOf(plan, terms.dayOf) : await this.start(request, terms.dayOf));
    const milestones = milestonesIn(typed);
    return this.workbench.render(request, 'console/settings/policy', {
      plan,
      ladder: stepLines(plan?.ladder ?? [], speech),
      form: { errors: {}, ...refused, values: { ...typed, milestones } },
      may: { change: readerOf(request).isAdmin },
      ...ticksOf(typed, terms, speech),
      ...targetsOf(typed, terms, speech),
      milestones: milestones.map((row, number) => ({
        number,
        at: `targets.milestone.${textAt(row, 'key')}`,
      })),
      ...choicesOf(terms, speech),
      versions: await this.history(terms, speech, plan),
    });
  }

  private async start({ query }: MemberRequest, dayOf: DayLength): Promise<Typed> {
    const wanted = textAt(readTyped(query), 'copy');
    const copied = (await this.plans.list()).find(({ key }) => key === wanted);
    if (!copied) return valuesOf(NEW, dayOf);
    const name = inEachLanguage((language) => copied.name[language] && `${copied.name[language]} 2`);
    return { ...valuesOf({ ...copied, name }, dayOf), copy: copied.key };
  }

  private async history(terms: PromiseTerms, speech: Speech, plan?: PolicyPlan) {
    const versions = plan ? await this.versions.of(plan.key) : [];
    return versions.map(({ draft, ...version }) => ({
      ...version,
      name: draft.name,
      applies: conditionLines(draft, terms.vocabulary),
      lines: targetLines(draft.targets, speech, terms),
    }));
  }
}

function ticksOf(typed: Typed, { vocabulary }: PromiseTerms, { t }: Speech) {
  const ticks = (path: string, options: { value: string; label: string }[]) => {
    const chosen = listAt(typed, path);
    return { path, options: options.map((one) => ({ ...one, checked: chosen.includes(one.value) })) };
  };
  const pausing = PAUSING.map((value) => ({ value, label: t(`status.${value}`) }));
  return {
    conditions: CONDITIONS.filter((condition) => condition !== 'region').map((condition) => ({
      label: t(`promises.condition.${condition}`),
      ...ticks(`conditions.${condition}`, vocabulary[condition]),
    })),
    pausing: ticks('pausing', pausing),
  };
}

/** The fields are under `path`. The sla room reports faults under `at`. */
function targetsOf(typed: Typed, { departments }: PromiseTerms, { t, local }: Speech) {
  return {
    promises: SINGLE.map((metric) => ({ path: `targets.${metric}`, label: t(`metric.${metric}`) })),
    shares: departments.map(({ key, name }) => ({
      path: `shares.${key}`,
      at: `targets.department.${key}`,
      label: local(name),
    })),
    sharing: departments.some(({ key }) => textAt(typed, `shares.${key}.amount`) !== ''),
  };
}

function choicesOf({ calendars, dayOf }: PromiseTerms, { t, span }: Speech) {
  return {
    units: UNITS.map((value) => ({ value, label: t(`promises.unit.${value}`) })),
    clocks: ['wall', 'working'].map((value) => ({ value, label: t(`promises.clock.${value}`) })),
    calendars,
    day: span(dayOf(null)),
  };
}
