import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../../platform/audit/index.js';
import { Config } from '../../platform/config/index.js';
import { Database, sql } from '../../platform/database/index.js';
import type { Actor } from '../../platform/events/index.js';
import { ApiTokens } from '../api-tokens.service.js';
import type { Member } from '../member.js';
import { type RoleKey, roleOf, ROLES } from '../role.js';

const KEY = 'second_factor_roles';
/** Who moves money and who gives rights, unless an administrator says otherwise. */
const USUAL: readonly RoleKey[] = ['finance_clerk', 'finance_lead', 'admin'];
/** What administrators chose, or null. For another statement that needs it. */
export const KEPT_ROLES = sql`(select value from setting where key = ${KEY})`;
/** Whoever belongs to the finance department may do what a clerk may, whatever the role. */
const IN_FINANCE: RoleKey = 'finance_clerk';

/** Two who change the roles at the same moment take turns. */
const LOCK = 4_711_063;

export interface Owing {
  id: string;
  name: string;
  /** So many tokens are good. */
  tokens: number;
}

/** Which roles need a second factor. In the demonstration nobody needs one until somebody says so. */
@Injectable()
export class SecondFactorRules {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly audit: Audit,
    private readonly tokens: ApiTokens,
  ) {}

  async roles(): Promise<RoleKey[]> {
    const { kept } = await this.database.one<{ kept: RoleKey[] | null }>(sql`select ${KEPT_ROLES} kept`);
    return this.inForce(kept);
  }

  async requires(member: Member): Promise<boolean> {
    return isAmong(await this.roles(), member);
  }

  /** `kept` is what `KEPT_ROLES` gave. */
  bind(member: Member, kept: RoleKey[] | null): boolean {
    return isAmong(this.inForce(kept), member);
  }

  private inForce(kept: RoleKey[] | null): RoleKey[] {
    const usual = this.config.demo ? [] : USUAL;
    return ROLES.filter((role) => (kept ?? usual).includes(role));
  }

  /** Who lacks the second factor that these roles would need and the present ones do not. Throws `Invalid`. */
  async owing(given: readonly string[]): Promise<Owing[]> {
    const needs = (roles: readonly RoleKey[]) => sql`(
      m.role = any(${roles}::text[]) or (${roles.includes(IN_FINANCE)} and exists (
        select from membership s join department d on d.id = s.department_id
         where s.member_id = m.id and d.key = 'finance')))`;
    return this.database.rows<Owing>(sql`
      select m.id, m.name, (select count(*)::int from api_token t
                             where t.member_id = m.id and t.revoked_at is null
                               and (t.expires_at is null or t.expires_at > clock_timestamp())) as tokens
        from member m
       where m.state = 'active' and ${needs(inOrder(given))} and not ${needs(await this.roles())}
         and not exists (select from second_factor f where f.member_id = m.id)
       order by m.id`);
  }

  /**
   * It binds at once: whoever lacks one now is led to set it up at the next request, and API tokens made by the password
   * alone end. Throws `Invalid` for an unknown role.
   */
  async set(given: readonly string[], by: Actor): Promise<void> {
    const roles = inOrder(given);
    await this.database.transaction(async () => {
      await this.database.run(sql`select pg_advisory_xact_lock(${LOCK})`);
      const before = await this.roles();
      const owing = await this.owing(roles);
      await this.database.run(sql`
        insert into setting (key, value) values (${KEY}, ${JSON.stringify(roles)}::jsonb)
        on conflict (key) do update set value = excluded.value`);
      await this.audit.record({
        action: 'second_factor.roles_changed',
        subject: { type: 'setting', id: KEY },
        by,
        ...difference({ roles: before }, { roles }),
      });
      for (const { id } of owing) {
        await this.tokens.revokeAll(id, by);
        await this.database.run(sql`select tell_logins(${id})`);
      }
    });
  }
}

function isAmong(roles: RoleKey[], member: Member): boolean {
  return roles.includes(member.role) || (member.isFinance && roles.includes(IN_FINANCE));
}

function inOrder(given: readonly string[]): RoleKey[] {
  const wanted = given.map(roleOf);
  return ROLES.filter((role) => wanted.includes(role));
}
