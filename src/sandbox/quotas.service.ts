import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { WechatRefusal } from './wechat-refusal.js';

/** WeChat's table of call limits allows a new account so many calls in a day. */
const DAILY: Record<string, number> = {
  token: 2_000,
  'message/custom/send': 500_000,
  'media/upload': 100_000,
  'media/get': 200_000,
  'user/info': 5_000_000,
  'qrcode/create': 100_000,
  'menu/create': 1_000,
};
const CLEARED_PER_MONTH = 10;

/** Days and months are those of Shanghai. */
@Injectable()
export class Quotas {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Refuses with 45009 if no call is left. */
  async spend(appId: string, api: string): Promise<void> {
    const most = DAILY[api];
    if (most === undefined) return;
    const spent = await this.database.run(sql`
      insert into sandbox.call_count as c (app_id, api, day, count) values (${appId}, ${api}, ${this.now()}::date, 1)
      on conflict (app_id, api, day) do update set count = c.count + 1 where c.count < ${most}`);
    if (spent === 0) throw new WechatRefusal(45009);
  }

  /** Restores all quotas, even one that was used up on demand. Refuses with 48006 after ten times in a month. */
  async clear(appId: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`select 1 from sandbox.account where app_id = ${appId} for update`);
      const { count } = await this.database.one<{ count: number }>(sql`
        select count(*)::int count from sandbox.quota_cleared
         where app_id = ${appId} and date_trunc('month', at at time zone 'Asia/Shanghai') = date_trunc('month', ${this.now()})`);
      if (count >= CLEARED_PER_MONTH) throw new WechatRefusal(48006);
      await this.database.run(sql`
        insert into sandbox.quota_cleared (app_id, at) values (${appId}, ${this.clock.now()})`);
      await this.database.run(sql`delete from sandbox.call_count where app_id = ${appId}`);
      await this.database.run(sql`
        update sandbox.account set condition = 'fine' where app_id = ${appId} and condition = 'quota'`);
    });
  }

  private now(): Sql {
    return sql`(${this.clock.now()}::timestamptz at time zone 'Asia/Shanghai')`;
  }
}
