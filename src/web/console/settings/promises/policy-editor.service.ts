import { Injectable } from '@nestjs/common';
import { CONDITIONS, METRICS, type PolicyPlan, PolicyHistory } from '../../../../sla/index.js';
import type { FormState } from '../../form-state.js';
import type { Speech } from '../../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { stepLines } from '../escalation/ladder-words.js';
import { milestonesIn, PAUSING, type PolicyValues } from './policy-form.js';
import { UNITS } from './policy-span.js';
import { conditionLines, targetLines } from './promise-words.js';
import { type PromiseTerms, PromiseWords } from './promise-words.service.js';

/** The form of one policy. */
@Injectable()
export class PolicyEditor {
  constructor(
    private readonly words: PromiseWords,
    private readonly versions: PolicyHistory,
    private readonly workbench: Workbench,
  ) {}

  /** `plan`: what is changed, none for a new one. */
  async render(request: MemberRequest, form: FormState, plan?: PolicyPlan): Promise<string> {
    const speech = this.workbench.speech(request);
    const terms = await this.words.of(speech);
    const values = form.values as PolicyValues;
    return this.workbench.render(request, 'console/settings/policy', {
      ...{ plan, form, ladder: stepLines(plan?.ladder ?? [], speech) },
      may: { change: readerOf(request).isAdmin },
      conditions: CONDITIONS.filter((condition) => condition !== 'region').map((condition) => ({
        condition,
        options: terms.vocabulary[condition].map((option) =>
          checked(`on_${condition}_${option.value}`, option.label, values),
        ),
      })),
      promises: METRICS.filter((metric) => metric !== 'milestone').map((metric) => ({
        id: metric,
        label: speech.t(`metric.${metric}`),
      })),
      shares: terms.departments.map(({ key, name }) => ({
        id: `department.${key}`,
        label: speech.local(name),
      })),
      sharing: Object.entries(values).some(
        ([name, text]) => name.startsWith('amount_department.') && text.trim(),
      ),
      milestones: milestonesIn(values).map((number) => ({
        number,
        key: values[`key_milestone_${number}`] ?? '',
      })),
      nextMilestone: Math.max(-1, ...milestonesIn(values)) + 1,
      pausing: PAUSING.map((status) => checked(`pausing_${status}`, speech.t(`status.${status}`), values)),
      ...choicesOf(terms, speech),
      versions: await this.history(terms, speech, plan),
    });
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

function checked(name: string, label: string, values: PolicyValues) {
  return { name, label, checked: Boolean(values[name]) };
}

function choicesOf({ calendars, dayOf }: PromiseTerms, { t, span }: Speech) {
  return {
    units: UNITS.map((value) => ({ value, label: t(`promises.unit.${value}`) })),
    clocks: ['wall', 'working'].map((value) => ({ value, label: t(`promises.clock.${value}`) })),
    calendars,
    day: span(dayOf(null)),
  };
}
