import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../platform/audit/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import { Access } from './access.service.js';
import type { Member } from './member.js';
import { setDepartments } from './memberships.js';
import type { RoleKey } from './role.js';
import { Roster } from './roster.service.js';
import { SecondStep } from './second-factor/second-step.service.js';

@Injectable()
export class Employment {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly roster: Roster,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly secondStep: SecondStep,
  ) {}

  /**
   * Whoever needs a second factor for the new role and has none is signed out, and sets it up at the next sign-in.
   * Throws `Conflict` (`last_admin`) if no administrator would be left.
   */
  async change(
    memberId: string,
    wanted: { role: RoleKey; departmentIds: string[] },
    by: Actor,
  ): Promise<Member> {
    return this.database.transaction(async () => {
      const before = await this.locked(memberId, wanted.role === 'admin');
      await this.database.run(sql`update member set role = ${wanted.role} where id = ${memberId}`);
      await setDepartments(this.database, memberId, wanted.departmentIds);
      const { role, departmentIds } = wanted;
      await this.events.record(
        'member.changed',
        { type: 'member', id: memberId },
        { role, departmentIds },
        by,
      );
      const after = await this.roster.byId(memberId);
      const changed = difference(rightsOf(before), rightsOf(after));
      await this.audit.record({ action: 'member.changed', subject: after.subject, by, ...changed });
      if (await this.secondStep.becameDue(before, after)) await this.access.end(memberId, by);
      return after;
    });
  }

  /**
   * Ends the member's logins and API tokens; other rooms then release the member's work. Throws `Conflict`
   * (`last_admin`) if no administrator would be left.
   */
  async disable(memberId: string, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      await this.locked(memberId, false);
      await this.disableEvenLast(memberId, by);
    });
  }

  /** Unlike `disable` this may leave no administrator. Afterwards only the command line makes one. */
  async disableEvenLast(memberId: string, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.moveTo(memberId, 'disabled'))) return;
      await this.events.record('member.disabled', { type: 'member', id: memberId }, {}, by);
      await this.access.end(memberId, by);
    });
  }

  async enable(memberId: string, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      await this.roster.byId(memberId);
      if (!(await this.moveTo(memberId, 'active'))) return;
      await this.events.record('member.enabled', { type: 'member', id: memberId }, {}, by);
    });
  }

  private async moveTo(memberId: string, state: 'active' | 'disabled'): Promise<boolean> {
    const moved = await this.database.run(
      sql`update member set state = ${state} where id = ${memberId} and state <> ${state}`,
    );
    return moved === 1;
  }

  /**
   * Locks all administrators, so that two who disable each other at the same moment take turns. The lock
   * allows foreign keys to these rows.
   */
  private async locked(memberId: string, staysAdmin: boolean): Promise<Member> {
    const admins = await this.database.rows<{ id: string }>(
      sql`select id from member where role = 'admin' and state = 'active' order by id for no key update`,
    );
    const member = await this.roster.byId(memberId);
    const isLast = admins.length === 1 && admins[0]?.id === member.id;
    if (isLast && !staysAdmin) throw new Conflict('last_admin');
    return member;
  }
}

function rightsOf({ role, departmentKeys }: Member): object {
  return { role, departments: departmentKeys };
}
