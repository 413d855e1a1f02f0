import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import type { ChannelAccount, Inbound } from '../delivery/index.js';

/**
 * A push has to be answered within a second, even when somebody holds a lock. A job then handles the push
 * later.
 */
const WAITS_FOR_LOCKS = '700ms';

/** `checkId` is set if the sender was trying out the account. */
interface KeptEnvelope {
  id: string;
  accountId: string;
  body: string;
  checkId: string | null;
}

@Injectable()
export class Envelopes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * A repeated push waits at the unique index until the first one is committed or rolled back, in any
   * process. The rest of the transaction then waits for each lock no longer than `WAITS_FOR_LOCKS`.
   */
  async keep(
    account: ChannelAccount,
    inbound: Inbound,
  ): Promise<{ id: string; repeated: false } | { repeated: true }> {
    const now = this.clock.now();
    const kept = await this.database.maybe<{ id: string }>(sql`
      with claimed as (
        insert into inbound_key (account_id, key, received_at) values (${account.id}, ${inbound.key}, ${now})
        on conflict do nothing returning account_id, key
      )
      insert into inbound_envelope (account_id, key, received_at, body, check_id)
      select account_id, key, ${now}, ${inbound.body}, ${checkOf(inbound)} from claimed
      returning id, set_config('lock_timeout', ${WAITS_FOR_LOCKS}, true)`);
    return kept ? { id: kept.id, repeated: false } : { repeated: true };
  }

  async answerOf(account: ChannelAccount, key: string): Promise<string | null> {
    const row = await this.database.one<{ answer: string | null }>(
      sql`select answer from inbound_key where account_id = ${account.id} and key = ${key}`,
    );
    return row.answer;
  }

  /** The statement expects a row `taken` with the `text` of the answer. */
  keepingAnswer(account: ChannelAccount, key: string): Sql {
    return sql`update inbound_key set answer = taken.text from taken where account_id = ${account.id} and key = ${key}`;
  }

  async failed(id: string, error: unknown): Promise<void> {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    await this.database.run(sql`
      update inbound_envelope set state = 'failed', error = ${text.slice(0, 2000)}, attempts = attempts + 1
       where id = ${id} and state <> 'replayed'`);
  }

  async replayed(id: string): Promise<void> {
    await this.database.run(
      sql`update inbound_envelope set state = 'replayed', attempts = attempts + 1 where id = ${id}`,
    );
  }

  async lockFailed(id: string): Promise<KeptEnvelope | undefined> {
    return this.database.maybe(sql`
      select id, account_id, body, check_id from inbound_envelope where id = ${id} and state = 'failed' for update`);
  }
}

function checkOf({ fact }: Inbound): string | null {
  return fact.type === 'checked' ? fact.check : null;
}
