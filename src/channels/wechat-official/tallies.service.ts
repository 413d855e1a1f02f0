import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { LOOSE_KEY } from '../../platform/text/index.js';

/**
 * `turned_away` counts callbacks by reason, `token` counts renewals, `refused` counts sends by reason and
 * code.
 */
export type TallyKind = 'turned_away' | 'token' | 'refused';

@Injectable()
export class Tallies {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async count(accountId: string, kind: TallyKind, word = ''): Promise<void> {
    await this.add(sql`select ${accountId}::bigint`, kind, word);
  }

  async countByKey(key: string, kind: TallyKind, word: string): Promise<void> {
    if (!LOOSE_KEY.test(key)) return;
    await this.add(
      sql`select account_id from wechat_account w join channel_account a on a.id = w.account_id where a.key = ${key}`,
      kind,
      word,
    );
  }

  private async add(account: ReturnType<typeof sql>, kind: TallyKind, word: string): Promise<void> {
    const now = this.clock.now();
    await this.database.run(sql`
      insert into wechat_tally as t (account_id, kind, word, began, count, last_at)
      select account.id, ${kind}, ${word}, date_trunc('minute', ${now}::timestamptz), 1, ${now}
        from (${account}) account (id)
      on conflict (account_id, kind, began, word) do update set count = t.count + 1, last_at = excluded.last_at`);
  }
}
