import { Injectable } from '@nestjs/common';
import { SecondFactorRules, SecondFactors, SecondStep } from '../../../staff/index.js';
import { SecretHandout } from '../../auth/index.js';
import type { FormPage, Refused } from '../../forms/index.js';
import { ViewService } from '../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

/** Another tab or browser set one up in the same moment. */
const SET = 'second_factor_set';

@Injectable()
export class SecondFactorPage implements FormPage {
  constructor(
    private readonly factors: SecondFactors,
    private readonly rules: SecondFactorRules,
    private readonly secondStep: SecondStep,
    private readonly handout: SecretHandout,
    private readonly workbench: Workbench,
    private readonly view: ViewService,
  ) {}

  home(): string {
    return '/profile/second-factor';
  }

  render(request: MemberRequest, refused?: Refused): Promise<string> {
    return this.draw(request, { refused });
  }

  withCodes(request: MemberRequest, codes: string[]): Promise<string> {
    return this.draw(request, { codes });
  }

  /** Nothing of the desk is shown, nor asked for, to whom only this page is open. */
  private async draw(request: MemberRequest, more: { refused?: Refused; codes?: string[] }): Promise<string> {
    const member = readerOf(request);
    const held = await this.secondStep.heldBy(member.id, request.session.through);
    const owed = held?.barred ?? false;
    const wasSet = more.refused?.told?.code === SET;
    const model = {
      ...more,
      owed,
      wasSet,
      email: member.email,
      factor: await this.factors.of(member.id),
      required: await this.rules.requires(member),
      setup: wasSet ? undefined : this.handout.shown(request, member),
    };
    if (!owed) return this.workbench.render(request, 'console/second-factor', model);
    return this.view.render(request, 'console/second-factor', { ...model, layout: 'plain' });
  }
}
