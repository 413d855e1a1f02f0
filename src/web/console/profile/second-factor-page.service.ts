import { Injectable } from '@nestjs/common';
import { SecondFactorRules, SecondFactors } from '../../../staff/index.js';
import { SecretHandout } from '../../auth/index.js';
import type { FormPage, Refused } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

@Injectable()
export class SecondFactorPage implements FormPage {
  constructor(
    private readonly factors: SecondFactors,
    private readonly rules: SecondFactorRules,
    private readonly handout: SecretHandout,
    private readonly workbench: Workbench,
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

  private async draw(request: MemberRequest, more: object): Promise<string> {
    const member = readerOf(request);
    return this.workbench.render(request, 'console/second-factor', {
      ...more,
      email: member.email,
      factor: await this.factors.of(member.id),
      required: await this.rules.requires(member),
      setup: this.handout.shown(request, member),
    });
  }
}
