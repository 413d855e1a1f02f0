import { Injectable } from '@nestjs/common';
import { Alarms } from '../../platform/alarms/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { type Actor, Events } from '../../platform/events/index.js';
import { Live } from '../../platform/live/index.js';
import { pauseAfter } from './api/api-errors.js';

export interface Obstacle {
  reason: string;
  until?: Date;
}

@Injectable()
export class AccountStanding {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly live: Live,
    private readonly alarms: Alarms,
  ) {}

  async obstacle(accountId: string, api: string): Promise<Obstacle | undefined> {
    const row = await this.database.maybe<{ reason: string; until: Date | null }>(sql`
      select coalesce(case when not c.enabled then 'account_off' end, a.broken_reason, p.reason) as reason,
             case when c.enabled and a.broken_reason is null then p.until end as until
        from wechat_account a
        join channel_account c on c.id = a.account_id
        left join wechat_pause p on p.account_id = a.account_id and p.api = ${api} and p.until > ${this.clock.now()}
       where a.account_id = ${accountId} and (not c.enabled or a.broken_reason is not null or p.until is not null)`);
    return row && { reason: row.reason, ...(row.until ? { until: row.until } : {}) };
  }

  /** Administrators are alarmed once about a broken account, however many sends fail. */
  async broken(accountId: string, reason: string): Promise<void> {
    await this.database.transaction(async () => {
      const newly = await this.database.run(sql`
        update wechat_account set broken_reason = ${reason}, broken_at = ${this.clock.now()}
         where account_id = ${accountId} and broken_reason is null`);
      if (newly === 1) {
        await this.events.record('account.broken', { type: 'account', id: accountId }, { reason });
        await this.alarm(accountId, reason);
      }
    });
  }

  /** Like `broken`, but replaces the reason if the account was broken before. */
  async foundBroken(accountId: string, reason: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.broken(accountId, reason);
      await this.database.run(
        sql`update wechat_account set broken_reason = ${reason} where account_id = ${accountId}`,
      );
      await this.alarm(accountId, reason);
    });
  }

  async recovered(accountId: string, by: Actor): Promise<boolean> {
    return this.database.transaction(async () => {
      const mended = await this.database.run(sql`
        update wechat_account set broken_reason = null, broken_at = null
         where account_id = ${accountId} and broken_reason is not null`);
      if (mended === 1) {
        await this.events.record('account.recovered', { type: 'account', id: accountId }, {}, by);
        await this.tell(accountId);
        await this.alarms.clear(`account.broken:${accountId}`);
      }
      return mended === 1;
    });
  }

  /** Returns the end of the pause, or undefined if the code asks for no pause. */
  async paused(accountId: string, api: string, code: number): Promise<Date | undefined> {
    const pause = pauseAfter(code, this.clock.now());
    if (pause) {
      await this.database.run(sql`
        insert into wechat_pause (account_id, api, until, reason)
        values (${accountId}, ${api}, ${pause.until}, ${pause.reason})
        on conflict (account_id, api) do update set until = excluded.until, reason = excluded.reason`);
    }
    return pause?.until;
  }

  private async alarm(accountId: string, reason: string): Promise<void> {
    const { key, name } = await this.tell(accountId);
    await this.alarms.raise(`account.broken:${accountId}`, 'account.broken', { account: key, name, reason });
  }

  private async tell(accountId: string): Promise<{ key: string; name: string }> {
    const account = await this.database.one<{ key: string; name: string; departmentId: string }>(
      sql`select key, name, department_id from channel_account where id = ${accountId}`,
    );
    this.live.changed({ departments: [account.departmentId] });
    return account;
  }
}
