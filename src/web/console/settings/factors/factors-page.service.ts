import { Injectable } from '@nestjs/common';
import {
  type Owing,
  type RoleKey,
  ROLES,
  Roster,
  SecondFactorRules,
  SecondFactors,
} from '../../../../staff/index.js';
import { type FormPage, listAt, type Refused } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';

@Injectable()
export class FactorsPage implements FormPage {
  constructor(
    private readonly rules: SecondFactorRules,
    private readonly factors: SecondFactors,
    private readonly roster: Roster,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/second-factor';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const required = refused ? listAt(refused.values, 'roles') : await this.rules.roles();
    return this.draw(request, required, { refused });
  }

  /** Asks before anybody is led away from the work, the one who asks perhaps among them. */
  review(request: MemberRequest, wanted: string[], owing: Owing[]): Promise<string> {
    const you = owing.some(({ id }) => id === readerOf(request).id);
    const tokens = owing.reduce((sum, one) => sum + one.tokens, 0);
    const review = { owing, count: owing.length, you, tokens, seen: seenOf(owing) };
    return this.draw(request, wanted, { review });
  }

  private async draw(request: MemberRequest, required: readonly string[], more: object): Promise<string> {
    const holders = await this.factors.holders();
    const members = (await this.roster.list()).filter(({ state }) => state === 'active');
    const row = (role: RoleKey) => {
      const those = members.filter((member) => member.role === role);
      const having = those.filter(({ id }) => holders.includes(id));
      return { role, chosen: required.includes(role), members: those.length, having: having.length };
    };
    return this.workbench.render(request, 'console/settings/second-factor', {
      ...more,
      rows: ROLES.map(row),
    });
  }
}

/** Names those who were shown, so that nobody is led away who was not. */
export function seenOf(owing: Owing[]): string {
  return owing.map(({ id }) => id).join(' ');
}
