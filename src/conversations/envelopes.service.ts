import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import type { ChannelAccount, Inbound } from '../delivery/index.js';

/** The provider is answered within a second, also where somebody holds what the handling needs: a job does it then. */
const WAITS_FOR_LOCKS = '700ms';

/** `checkId`: for what it was sent, where somebody was trying the account out. */
interface KeptEnvelope {
  id: string;
  accountId: string;
  body: string;
  checkId: string | null;
}

/** What came in, as it came, once per external key. */
@Injectable()
export class Envelopes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps the push under its key, or says that it was here before. A repeat waits for the first one's commit or
   * rollback, also on another process: that is what the unique index does. From then on the transaction waits for no
   * lock longer than the provider can.
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

  /** What the first of these pushes was answered; null for the empty answer. */
  async answerOf(account: ChannelAccount, key: string): Promise<string | null> {
    const row = await this.database.one<{ answer: string | null }>(
      sql`select answer from inbound_key where account_id = ${account.id} and key = ${key}`,
    );
    return row.answer;
  }

  /** The statement that keeps the `text` of the row `taken`, if there is one, as what the push is answered. */
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

  /** A kept envelope that is still to be handled, locked; undefined where somebody else has done it. */
  async lockFailed(id: string): Promise<KeptEnvelope | undefined> {
    return this.database.maybe(sql`
      select id, account_id, body, check_id from inbound_envelope where id = ${id} and state = 'failed' for update`);
  }
}

function checkOf({ fact }: Inbound): string | null {
  return fact.type === 'checked' ? fact.check : null;
}
