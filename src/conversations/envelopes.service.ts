import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/events/index.js';
import { Audit } from '../platform/audit/index.js';
import { keptFailure } from '../platform/http/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { type ChannelAccount, type Inbound, type KeptPush, UnreadPush } from '../delivery/index.js';
import { PushQueue, senderOf } from './push-queue.service.js';

/** A push has to be answered within a second, even when somebody holds a lock. It is then handled later. */
const WAITS_FOR_LOCKS = '700ms';

/** The error of such an envelope is this and a word of ours. */
export const UNREAD = 'unread: ';

type Kept = { id: string; behind: boolean } | 'repeated';

/** `checkId` is set if the sender was trying out the account. */
interface KeptEnvelope extends KeptPush {
  id: string;
  key: string;
  accountId: string;
  receivedAt: Date;
  checkId: string | null;
}

/** A push that its provider signed and that cannot be read; `reason` is a word of ours. */
export interface UnreadEnvelope extends KeptPush {
  key: string;
  reason: string;
}

@Injectable()
export class Envelopes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly queue: PushQueue,
  ) {}

  /**
   * What the same person sends waits until this transaction ends, in any process, and a repeated push does. It is behind
   * if something of the person still waits to be handled. The rest of the transaction waits for each lock no longer than
   * `WAITS_FOR_LOCKS`.
   */
  async keep(account: ChannelAccount, inbound: Inbound): Promise<Kept> {
    const now = this.clock.now();
    const sender = senderOf(account, inbound);
    // Only a statement of its own lets the next one see what others committed while this one waited.
    void this.database.send(sql`select pg_advisory_xact_lock(${sender})`);
    const kept = await this.database.maybe<{ id: string; behind: boolean }>(sql`
      with claimed as (
        insert into inbound_key (account_id, key, received_at) values (${account.id}, ${inbound.key}, ${now})
        on conflict do nothing returning account_id, key
      )
      insert into inbound_envelope (account_id, key, received_at, body, check_id, told_at, state)
      select account_id, key, ${now}, ${inbound.body}, ${checkOf(inbound)}, ${inbound.at},
             case when exists (select from queued_push where sender = ${sender}) then 'failed' else 'handled' end
        from claimed
      returning id, state = 'failed' behind, set_config('lock_timeout', ${WAITS_FOR_LOCKS}, true)`);
    return kept ?? 'repeated';
  }

  /** A repeated push is kept once. It stands in the list of what could not be handled. */
  async keepUnread(account: ChannelAccount, { key, body, sealed, reason }: UnreadEnvelope): Promise<void> {
    const now = this.clock.now();
    await this.database.run(sql`
      with claimed as (
        insert into inbound_key (account_id, key, received_at) values (${account.id}, ${key}, ${now})
        on conflict do nothing returning account_id, key
      )
      insert into inbound_envelope (account_id, key, received_at, body, sealed, state, error)
      select account_id, key, ${now}, ${body.replaceAll('\0', '')}, ${sealed}, 'failed', ${`${UNREAD}${reason}`} from claimed`);
  }

  /**
   * An unread push has a key of its own. If it can be read now, it may turn out to be one that was handled meanwhile.
   * Otherwise it takes that key, so that no repeat is handled again.
   */
  async isRepeat({ accountId, key }: KeptEnvelope, inbound: Inbound): Promise<boolean> {
    if (key === inbound.key) return false;
    const claimed = await this.database.run(sql`
      insert into inbound_key (account_id, key, received_at)
      values (${accountId}, ${inbound.key}, ${this.clock.now()}) on conflict do nothing`);
    return claimed === 0;
  }

  /**
   * Tells whether one of these words is the name of somebody who was erased after this was received. Nobody could read
   * then whose it was, so it was left, and now it goes.
   */
  async goesWithErased(
    { id, accountId, receivedAt }: Pick<KeptEnvelope, 'id' | 'accountId' | 'receivedAt'>,
    words: string[],
  ): Promise<boolean> {
    const hashes = words.map((word) => nameHash(accountId, word));
    const gone = await this.database.run(sql`
      update inbound_envelope set body = '', error = null, key = 'erased-' || id, state = 'replayed', sealed = false
       where id = ${id} and exists (
         select from erased_contact
          where name_hash = any(${hashes}::text[]) and erased_at >= ${receivedAt})`);
    return gone > 0;
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
    await this.database.run(sql`
      update inbound_envelope set state = 'failed', error = ${wordsOf(error)}, attempts = attempts + 1
       where id = ${id} and state <> 'replayed'`);
  }

  /** `by` asked for it; a job asks on nobody's behalf. */
  async replayed(id: string, inbound: Inbound, by?: Actor): Promise<void> {
    await this.database.run(sql`
      update inbound_envelope set state = 'replayed', attempts = attempts + 1, sealed = false,
             body = case when sealed then ${inbound.body} else body end
       where id = ${id}`);
    await this.queue.leave(id);
    if (by) await this.audit.record({ action: 'envelope.replayed', subject: { type: 'envelope', id }, by });
  }

  async lockFailed(id: string): Promise<KeptEnvelope | undefined> {
    return this.database.maybe(sql`
      select id, account_id, key, body, sealed, received_at, check_id, set_config('lock_timeout', ${WAITS_FOR_LOCKS}, true)
        from inbound_envelope where id = ${id} and state = 'failed' for update`);
  }
}

/** As the erasure computes it. */
function nameHash(accountId: string, externalId: string): string {
  return createHash('sha256').update(`${accountId} ${externalId}`).digest('hex');
}

function wordsOf(error: unknown): string {
  return error instanceof UnreadPush ? `${UNREAD}${error.reason}` : keptFailure(error);
}

function checkOf({ fact }: Inbound): string | null {
  return fact.type === 'checked' ? fact.check : null;
}
