import { Injectable } from '@nestjs/common';
import {
  type PolicyDraft,
  type PolicyPlan,
  PolicyPlans,
  type Shadow,
  shadowsAmong,
} from '../../../../sla/index.js';
import type { FormState } from '../../form-state.js';
import { textOf } from '../../typed.js';
import { flash } from '../../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { ASKED, type Asking, ChangeReview } from '../change-review.service.js';
import { newKey } from '../new-key.js';
import { PolicyEditor } from './policy-editor.service.js';
import {
  milestonesIn,
  policyOf,
  type PolicyValues,
  policyValues,
  refusedPolicy,
  typedPolicy,
} from './policy-form.js';
import { PromiseWords } from './promise-words.service.js';

const ADDRESS = '/settings/promises';
/** Addresses beside those of policies. */
const RESERVED = ['new', 'order'];
const NEW: PolicyDraft = {
  key: '',
  name: { 'zh-CN': '', en: '' },
  conditions: {},
  pausing: ['waiting_on_customer', 'on_hold'],
  warnings: [{ share: 0.75 }],
  ladder: [],
  targets: [],
};

/** From the form of a policy to its next version. */
@Injectable()
export class PolicySaving {
  constructor(
    private readonly plans: PolicyPlans,
    private readonly words: PromiseWords,
    private readonly editor: PolicyEditor,
    private readonly review: ChangeReview,
    private readonly workbench: Workbench,
  ) {}

  async show(request: MemberRequest, plan: PolicyPlan): Promise<string> {
    const { dayOf } = await this.terms(request);
    return this.editor.render(request, { values: policyValues(plan, dayOf), errors: {} }, plan);
  }

  /** An empty form, or one filled from another policy. */
  async start(request: MemberRequest, copied?: PolicyPlan): Promise<string> {
    const { dayOf } = await this.terms(request);
    const again = (name: string) => (name ? `${name} 2` : '');
    const name = copied && { 'zh-CN': again(copied.name['zh-CN']), en: again(copied.name.en) };
    const values = policyValues(copied && name ? { ...copied, name } : NEW, dayOf);
    return this.editor.render(request, { values: { ...values, copy: copied?.key ?? '' }, errors: {} });
  }

  async save(asking: Asking, plan?: PolicyPlan): Promise<void> {
    const { request, response, sent } = asking;
    const values = withKeys(typedPolicy(sent));
    const again = async (status: number, form: FormState) => {
      response.status(status).send(await this.editor.render(request, form, plan));
    };
    if (textOf(sent, 'act') === 'edit') return again(ASKED, { values, errors: {} });
    try {
      const draft = await this.draft(request, values, plan);
      const action = plan ? `${ADDRESS}/${plan.key}` : ADDRESS;
      const move = await this.review.ask(asking, (after) => this.plans.affected(draft, after), action);
      if (move === undefined) return;
      const expected = plan && { expected: Number(textOf(sent, 'version')) };
      const before = shadowsAmong(await this.plans.list());
      const count = await this.plans.save(draft, readerOf(request), { move, ...expected });
      flash(request, 'done', count > 0 ? 'calendars.saved_moved' : 'calendars.saved', { count });
      await this.warnOfShadows(request, before);
      response.redirect(303, ADDRESS);
    } catch (error) {
      const { status, form } = refusedPolicy(error, values);
      await again(status, form);
    }
  }

  /** Of the policies that no ticket can get from now on. */
  private async warnOfShadows(request: MemberRequest, before: Shadow[]): Promise<void> {
    const plans = await this.plans.list();
    const fresh = shadowsAmong(plans).filter(({ key }) => !before.some((one) => one.key === key));
    const { local, language } = this.workbench.speech(request);
    const names = fresh.map(({ key }) => local(plans.find((plan) => plan.key === key)?.name));
    if (names.length === 0) return;
    flash(request, 'told', 'promises.saved_shadowed', {
      policies: new Intl.ListFormat(language).format(names),
    });
  }

  private async draft(request: MemberRequest, values: PolicyValues, plan?: PolicyPlan): Promise<PolicyDraft> {
    const { dayOf } = await this.terms(request);
    const plans = await this.plans.list();
    const archived = await this.plans.archived();
    const taken = [...plans, ...archived].map(({ key }) => key);
    const key = plan?.key ?? newKey(values.en ?? '', 'policy', [...taken, ...RESERVED]);
    const source = plan ?? plans.find((each) => each.key === values.copy);
    return policyOf(key, values, { dayOf, ladder: source?.ladder ?? [] });
  }

  private terms(request: MemberRequest) {
    return this.words.of(this.workbench.speech(request));
  }
}

/** A milestone that is new gets a key of its name, and keeps it. */
function withKeys(values: PolicyValues): PolicyValues {
  const keyed = { ...values };
  for (const number of milestonesIn(values)) {
    const taken = milestonesIn(keyed).map((other) => keyed[`key_milestone_${other}`] ?? '');
    keyed[`key_milestone_${number}`] ||= newKey(values[`en_milestone_${number}`] ?? '', 'milestone', taken);
  }
  return keyed;
}
