import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../platform/clock/index.js';
import { Departments, Invitations, MAY_INVITE, type Member, ROLES, Roster } from '../../../../staff/index.js';
import type { FormState } from '../../form-state.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';

export interface StaffForms {
  /** The invitation that was refused, with what was typed. */
  invite?: FormState;
  /** The change of a colleague that was refused. */
  change?: FormState & { id: string };
  /** The link of an invitation that was just made or renewed: shown this once. */
  link?: string;
}

/** Everybody for an administrator, the own departments' people for a lead. */
@Injectable()
export class StaffPage {
  constructor(
    private readonly roster: Roster,
    private readonly invitations: Invitations,
    private readonly departments: Departments,
    private readonly workbench: Workbench,
    private readonly clock: Clock,
  ) {}

  async render(request: MemberRequest, { invite, change, link }: StaffForms = {}): Promise<string> {
    const reader = readerOf(request);
    const departments = await this.departments.list();
    const members = (await this.roster.list()).filter((member) => knows(reader, member));
    const invitations = await this.invitations.list(reader);
    const nameOf = (id: string) => departments.find((department) => department.id === id)?.name;
    const own = departments.filter(({ id }) => reader.isAdmin || reader.belongsTo(id));
    return this.workbench.render(request, 'console/settings/staff', {
      admin: reader.isAdmin,
      link,
      invite: invite ?? { values: {}, errors: {} },
      inviting: invite !== undefined,
      roles: MAY_INVITE[reader.role],
      choices: own.map((one) => ({ ...one, chosen: chosenIn(invite).includes(one.id) })),
      rows: members.map((member) => ({
        ...member,
        ...(change?.id === member.id && { change }),
        own: member.id === reader.id,
        departments: member.departmentIds.map(nameOf),
        allRoles: ROLES,
        choices: departments.map((one) => ({ ...one, chosen: member.belongsTo(one.id) })),
      })),
      invitations: invitations.map((invitation) => ({
        ...invitation,
        departments: invitation.departmentIds.map(nameOf),
        over: invitation.expiresAt <= this.clock.now(),
      })),
    });
  }
}

function knows(reader: Member, member: Member): boolean {
  return reader.isAdmin || member.departmentIds.some((id) => reader.belongsTo(id));
}

function chosenIn(form: FormState | undefined): string[] {
  return (form?.values as { departmentIds?: string[] } | undefined)?.departmentIds ?? [];
}
