import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../../platform/audit/index.js';
import { Config } from '../../platform/config/index.js';
import { Database, sql } from '../../platform/database/index.js';
import type { Actor } from '../../platform/events/index.js';
import type { Member } from '../member.js';
import { type RoleKey, roleOf, ROLES } from '../role.js';

const KEY = 'second_factor_roles';
/** Who moves money and who gives rights, unless an administrator says otherwise. */
const USUAL: readonly RoleKey[] = ['finance_clerk', 'finance_lead', 'admin'];
/** Whoever belongs to the finance department may do what a clerk may, whatever the role. */
const IN_FINANCE: RoleKey = 'finance_clerk';

/** Which roles need a second factor. In the demonstration nobody needs one until somebody says so. */
@Injectable()
export class SecondFactorRules {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly audit: Audit,
  ) {}

  async roles(): Promise<RoleKey[]> {
    const kept = await this.database.maybe<{ value: RoleKey[] }>(
      sql`select value from setting where key = ${KEY}`,
    );
    const usual = this.config.demo ? [] : USUAL;
    return ROLES.filter((role) => (kept?.value ?? usual).includes(role));
  }

  async requires(member: Member): Promise<boolean> {
    const roles = await this.roles();
    return roles.includes(member.role) || (member.isFinance && roles.includes(IN_FINANCE));
  }

  /** Whoever lacks one now sets it up at the next sign-in. Throws `Invalid` for an unknown role. */
  async set(given: string[], by: Actor): Promise<void> {
    const wanted = given.map(roleOf);
    const roles = ROLES.filter((role) => wanted.includes(role));
    await this.database.transaction(async () => {
      const before = await this.roles();
      await this.database.run(sql`
        insert into setting (key, value) values (${KEY}, ${JSON.stringify(roles)}::jsonb)
        on conflict (key) do update set value = excluded.value`);
      await this.audit.record({
        action: 'second_factor.roles_changed',
        subject: { type: 'setting', id: KEY },
        by,
        ...difference({ roles: before }, { roles }),
      });
    });
  }
}
