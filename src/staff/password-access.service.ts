import { Injectable } from '@nestjs/common';
import { Audit } from '../platform/audit/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { Actor } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import type { Member } from './member.js';

const KEY = 'passwords_off';

/**
 * Whether members may sign in with a password. Administrators always may, so that somebody can still get in and mend
 * it when a provider fails.
 */
@Injectable()
export class PasswordAccess {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  static readonly allowed = sql`(not exists (select from setting where key = ${KEY}))`;

  async allowsMembers(): Promise<boolean> {
    const { allowed } = await this.database.one<{ allowed: boolean }>(
      sql`select ${PasswordAccess.allowed} as allowed`,
    );
    return allowed;
  }

  async allows(member: Member): Promise<boolean> {
    return member.isAdmin || this.allowsMembers();
  }

  /** Throws `Conflict` (`no_working_provider`) unless somebody has signed in through a provider that is on. */
  async turnOff(by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      const working = await this.database.maybe(sql`
        select from identity_provider where enabled and worked_at is not null for share`);
      if (!working) throw new Conflict('no_working_provider');
      const turned = await this.database.run(sql`
        insert into setting (key, value) values (${KEY}, 'true') on conflict (key) do nothing`);
      if (turned > 0) await this.record(false, by);
    });
  }

  async turnOn(by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      const turned = await this.database.run(sql`delete from setting where key = ${KEY}`);
      if (turned > 0) await this.record(true, by);
    });
  }

  private record(now: boolean, by: Actor): Promise<void> {
    return this.audit.record({
      action: 'passwords.rule_changed',
      subject: { type: 'setting', id: 'passwords' },
      before: { members: !now },
      after: { members: now },
      by,
    });
  }
}
