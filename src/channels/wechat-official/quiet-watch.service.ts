import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Alarms } from '../../platform/alarms/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { type Sweep, Sweeps } from '../../platform/jobs/index.js';
import { isQuiet } from './quiet.js';

const MINUTE_MS = 60_000;
const REMEMBERED = '36 days';

interface Watched {
  id: string;
  key: string;
  name: string;
  since: Date;
  last: Date | null;
  hours: { hour: string; count: number }[];
}

@Injectable()
export class QuietWatch implements OnModuleInit {
  private sweep!: Sweep;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly alarms: Alarms,
    private readonly sweeps: Sweeps,
  ) {}

  onModuleInit(): void {
    this.sweep = this.sweeps.add('wechat_quiet', () => this.look());
  }

  @Interval(MINUTE_MS)
  tick(): void {
    void this.sweep.tick();
  }

  async look(): Promise<void> {
    await this.rollUp();
    const now = this.clock.now();
    for (const account of await this.watched()) {
      const hours = new Map(account.hours.map(({ hour, count }) => [Date.parse(hour), count]));
      const key = `account.quiet:${account.id}`;
      if (isQuiet({ ...account, hours }, now) && account.last) {
        const { key: name, name: title, last } = account;
        await this.alarms.raise(key, 'account.quiet', {
          account: name,
          name: title,
          last: last.toISOString(),
        });
      } else {
        await this.alarms.clear(key);
      }
    }
  }

  /** The last counted hour is counted again, because more callbacks may have come since. */
  private async rollUp(): Promise<void> {
    await this.database.run(sql`
      insert into wechat_tally (account_id, kind, began, count, last_at)
      select k.account_id, 'received', date_trunc('hour', k.received_at, 'UTC'), count(*), max(k.received_at)
        from inbound_key k join wechat_account w on w.account_id = k.account_id
       where k.received_at >= coalesce((select max(began) from wechat_tally where kind = 'received'), '-infinity')
       group by 1, 3
      on conflict (account_id, kind, began, word)
        do update set count = excluded.count, last_at = excluded.last_at`);
    const now = this.clock.now();
    await this.database.run(
      sql`delete from wechat_tally where began < ${now}::timestamptz - ${REMEMBERED}::interval`,
    );
  }

  private watched(): Promise<Watched[]> {
    return this.database.rows<Watched>(sql`
      select a.id, a.key, a.name, a.created_at since, max(t.last_at) last,
             coalesce(jsonb_agg(jsonb_build_object('hour', t.began, 'count', t.count)) filter (where t.began is not null), '[]') hours
        from channel_account a
        join wechat_account w on w.account_id = a.id
        left join wechat_tally t on t.account_id = a.id and t.kind = 'received'
       where a.enabled group by a.id order by a.id`);
  }
}
