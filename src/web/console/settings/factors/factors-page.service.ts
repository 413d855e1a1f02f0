import { Injectable } from '@nestjs/common';
import { type RoleKey, ROLES, Roster, SecondFactorRules, SecondFactors } from '../../../../staff/index.js';
import { type FormPage, listAt, type Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

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
    const holders = await this.factors.holders();
    const members = (await this.roster.list()).filter(({ state }) => state === 'active');
    const row = (role: RoleKey) => {
      const those = members.filter((member) => member.role === role);
      const having = those.filter(({ id }) => holders.includes(id));
      return { role, chosen: required.includes(role), members: those.length, having: having.length };
    };
    return this.workbench.render(request, 'console/settings/second-factor', {
      refused,
      rows: ROLES.map(row),
    });
  }
}
