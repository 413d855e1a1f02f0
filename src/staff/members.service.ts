import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import { DEFAULT_LANGUAGE } from '../platform/text/index.js';
import { emailOf, nameOf } from './account.js';
import type { Member } from './member.js';
import { setDepartments } from './memberships.js';
import { PasswordRules } from './password-rules.service.js';
import { Roster } from './roster.service.js';
import type { RoleKey } from './role.js';

export interface NewMember {
  email: string;
  name: string;
  role: RoleKey;
  departmentIds: string[];
  password: string;
  alias?: string;
  language?: string;
  invitationId?: string;
  /** Everybody knows the password, which must not outlive the demonstration. */
  demonstration?: boolean;
}

@Injectable()
export class Members {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly roster: Roster,
    private readonly passwords: PasswordRules,
  ) {}

  /** Throws `Invalid` for a wrong field, or `Conflict` (`email_taken`). */
  async create(given: NewMember, by?: Actor): Promise<Member> {
    const passwordHash = await this.passwords.hash(given.password, given);
    return this.database.transaction(async () => {
      const id = await this.insert(given, passwordHash);
      await setDepartments(this.database, id, given.departmentIds);
      const { role, departmentIds, invitationId } = given;
      const actor = by ?? { kind: 'member' as const, id };
      await this.events.record(
        'member.created',
        { type: 'member', id },
        { role, departmentIds, invitationId },
        actor,
      );
      return this.roster.byId(id);
    });
  }

  private async insert(given: NewMember, passwordHash: string): Promise<string> {
    const name = nameOf(given.name);
    const broughtIn = (what: Sql) =>
      sql`(select ${what} from invitation v where v.id = ${given.invitationId ?? null})`;
    const inserted = await this.database.maybe<{ id: string }>(sql`
      insert into member (email, name, alias, staff_number, role, language, password_hash, created_at,
                          brought_in_by, brought_in_by_admin, demonstration)
      values (${emailOf(given.email)}, ${name}, ${given.alias ? nameOf(given.alias) : name},
              nextval('staff_number')::text, ${given.role}, ${given.language ?? DEFAULT_LANGUAGE}, ${passwordHash},
              ${this.clock.now()}, ${broughtIn(sql`v.invited_by`)}, coalesce(${broughtIn(sql`v.invited_by_admin`)}, true),
              ${given.demonstration ?? false})
      on conflict (lower(email)) do nothing returning id`);
    if (!inserted) throw new Conflict('email_taken');
    return inserted.id;
  }
}
