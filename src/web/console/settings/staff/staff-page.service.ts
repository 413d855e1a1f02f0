import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../platform/clock/index.js';
import {
  Departments,
  Invitations,
  MAY_INVITE,
  type Member,
  ROLES,
  Roster,
  SecondFactors,
} from '../../../../staff/index.js';
import { type FormPage, idsAt, type Refused } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';

@Injectable()
export class StaffPage implements FormPage {
  constructor(
    private readonly roster: Roster,
    private readonly invitations: Invitations,
    private readonly departments: Departments,
    private readonly workbench: Workbench,
    private readonly clock: Clock,
    private readonly factors: SecondFactors,
  ) {}

  home(): string {
    return '/settings/staff';
  }

  /** `link` belongs to an invitation that was just made or renewed. It is shown only once. */
  render(request: MemberRequest, refused?: Refused, link?: string): Promise<string> {
    return this.workbench.render(request, 'console/settings/staff', this.model(request, refused, link));
  }

  private async model(request: MemberRequest, refused?: Refused, link?: string) {
    const reader = readerOf(request);
    const [departments, all, holders, invitations] = await Promise.all([
      this.departments.list(),
      this.roster.list(),
      this.factors.holders(),
      this.invitations.list(reader),
    ]);
    const members = all.filter((member) => knows(reader, member));
    const nameOf = (id: string) => departments.find((department) => department.id === id)?.name;
    const own = departments.filter(({ id }) => reader.isAdmin || reader.belongsTo(id));
    return {
      admin: reader.isAdmin,
      link,
      refused,
      roles: MAY_INVITE[reader.role],
      choices: own.map((one) => ({ ...one, chosen: ticked(refused, 'invite')?.includes(one.id) })),
      rows: members.map((member) => ({
        ...member,
        own: member.id === reader.id,
        factor: holders.includes(member.id),
        departments: member.departmentIds.map(nameOf),
        allRoles: ROLES,
        choices: departments.map((one) => ({
          ...one,
          chosen: departmentsOf(member, refused).includes(one.id),
        })),
      })),
      invitations: invitations.map((invitation) => ({
        ...invitation,
        departments: invitation.departmentIds.map(nameOf),
        over: invitation.expiresAt <= this.clock.now(),
      })),
    };
  }
}

function knows(reader: Member, member: Member): boolean {
  return reader.isAdmin || member.departmentIds.some((id) => reader.belongsTo(id));
}

function departmentsOf(member: Member, refused: Refused | undefined): readonly string[] {
  return (refused?.params.id === member.id && ticked(refused, 'staff_change')) || member.departmentIds;
}

function ticked(refused: Refused | undefined, act: string): string[] | undefined {
  return refused?.act === act ? idsAt(refused.values, 'departments') : undefined;
}
