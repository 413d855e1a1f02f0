import { Injectable } from '@nestjs/common';
import {
  type PolicyDraft,
  type PolicyPlan,
  PolicyPlans,
  type Shadow,
  shadowsAmong,
} from '../../../../sla/index.js';
import { done, type Led, type Shown, textAt, type Typed } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { ChangeReview } from '../change-review.service.js';
import { newKey } from '../new-key.js';
import { PolicyEditor } from './policy-editor.service.js';
import { draftOf } from './policy-form.js';
import { PromiseWords } from './promise-words.service.js';

/** No policy may have one of these keys, because the addresses are taken. */
const RESERVED = ['new', 'order'];

/** Also reports the policies that no ticket can get because of the change. */
@Injectable()
export class PolicySaving {
  constructor(
    private readonly plans: PolicyPlans,
    private readonly words: PromiseWords,
    private readonly editor: PolicyEditor,
    private readonly review: ChangeReview,
    private readonly workbench: Workbench,
  ) {}

  async save(request: MemberRequest, typed: Typed, plan?: PolicyPlan): Promise<Shown | Led> {
    const draft = await this.draft(request, typed, plan);
    const expected = plan && { expected: Number(textAt(typed, 'version')) };
    return this.review.answer(request, typed, {
      affected: (after) => this.plans.affected(draft, after),
      make: async (move) => {
        const before = shadowsAmong(await this.plans.list());
        const count = await this.plans.save(draft, readerOf(request), { move, ...expected });
        return (await this.shadowed(request, before, count)) ?? count;
      },
      editor: this.editor,
    });
  }

  private async draft(request: MemberRequest, typed: Typed, plan?: PolicyPlan): Promise<PolicyDraft> {
    const { dayOf } = await this.words.of(this.workbench.speech(request));
    const plans = await this.plans.list();
    const taken = [...plans, ...(await this.plans.archived())].map(({ key }) => key);
    const key = plan?.key ?? newKey(textAt(typed, 'name.en'), 'policy', [...taken, ...RESERVED]);
    const source = plan ?? plans.find((each) => each.key === textAt(typed, 'copy'));
    return draftOf(key, typed, { dayOf, ladder: source?.ladder ?? [] });
  }

  /** Returns null unless the change leaves a further policy without tickets. */
  private async shadowed(request: MemberRequest, before: Shadow[], count: number): Promise<Led | null> {
    const plans = await this.plans.list();
    const fresh = shadowsAmong(plans).filter(({ key }) => !before.some((one) => one.key === key));
    if (fresh.length === 0) return null;
    const { local, language } = this.workbench.speech(request);
    const names = fresh.map(({ key }) => local(plans.find((plan) => plan.key === key)?.name));
    const policies = new Intl.ListFormat(language).format(names);
    const told = count > 0 ? 'promises.moved_shadowed' : 'promises.saved_shadowed';
    return done({ kind: 'told', told, values: { policies, count } });
  }
}
