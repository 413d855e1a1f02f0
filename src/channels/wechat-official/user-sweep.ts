import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../../platform/clock/index.js';
import { Config } from '../../platform/config/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { type Recorded, Reacts } from '../../platform/events/index.js';
import { Job, Jobs } from '../../platform/jobs/index.js';
import { KIND } from './account.js';
import { WechatUsers } from './users.service.js';

declare module '../../platform/jobs/index.js' {
  interface JobMap {
    'wechat.read_user': { identityId: string };
  }
}

const EVERY_MS = 60_000;
const BATCH = 30;
/** Only the newest identities are searched for customers who were never read. Older ones have been tried. */
const RECENT = 5000;
const STALE_DAYS = 7;
const ATTEMPTS = 3;

/**
 * WeChat is asked about customers soon after they first write, and then every week. The transaction of a
 * message does no work for it.
 */
@Injectable()
export class UserSweep {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly users: WechatUsers,
  ) {}

  @Interval(EVERY_MS)
  async whenDue(): Promise<void> {
    if (this.config.runsJobs) await this.plan();
  }

  async plan(): Promise<number> {
    return this.database.transaction(async () => {
      const stale = new Date(this.clock.now().getTime() - STALE_DAYS * 86_400_000);
      const due = await this.database.rows<{ identityId: string }>(sql`
        with fresh as (
          select i.id from identity i
            join channel_account a on a.id = i.account_id and a.kind = ${KIND} and a.enabled
           where i.id > (select coalesce(max(id), 0) from identity) - ${RECENT}
             and not exists (select from wechat_user u where u.identity_id = i.id)
           order by i.id desc limit ${BATCH}
        ), old as (
          select identity_id as id from wechat_user where read_at < ${stale} order by read_at limit ${BATCH}
        )
        insert into wechat_user as u (identity_id, read_at)
        select id, ${this.clock.now()} from (select id from fresh union select id from old) who order by id
        on conflict (identity_id) do update set read_at = excluded.read_at where u.read_at < ${stale}
        returning identity_id`);
      await this.jobs.enqueueMany(
        due.map((payload) => ({ name: 'wechat.read_user' as const, payload, maxAttempts: ATTEMPTS })),
      );
      return due.length;
    });
  }

  @Job('wechat.read_user')
  async read({ identityId }: { identityId: string }): Promise<void> {
    await this.users.read(identityId);
  }

  @Reacts('contact.followed', 'contact.unfollowed')
  async changed({ name, data }: Recorded<'contact.followed' | 'contact.unfollowed'>): Promise<void> {
    const follows = name === 'contact.followed';
    await this.database.run(sql`
      update wechat_user set subscribed = ${follows}, subscribed_at = ${follows ? this.clock.now() : null}
       where identity_id = ${data.identityId}`);
  }
}
