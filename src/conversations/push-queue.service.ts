import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import type { ChannelAccount, Inbound } from '../delivery/index.js';

export const PUSHES_QUEUED = 'pushes_queued';

/** So many seconds pass after each attempt, the last one if its process died. What came later waits, so they are few. */
const PAUSES = [1, 5, 20, 60, 60];
export const ATTEMPTS = PAUSES.length;

/** These are about something that we sent, and need no order among what a person says and does. */
const UNORDERED = ['delivery_receipt', 'delivery_receipts', 'ignored'];

export interface QueuedPush {
  envelopeId: string;
  /** The attempt that is made now is counted. */
  attempts: number;
}

/**
 * Pushes that could not be handled at once. What one person sends is handled in the order in which it came, so whatever
 * comes while something of the same person stands here goes behind it.
 */
@Injectable()
export class PushQueue {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeups: Wakeups,
  ) {}

  async add(envelopeId: string, sender: Sql, attempts: 0 | 1): Promise<void> {
    const dueAt = new Date(this.clock.now().getTime() + (attempts === 0 ? 0 : PAUSES[0]! * 1000));
    await this.database.run(sql`
      insert into queued_push (envelope_id, sender, attempts, due_at)
      values (${envelopeId}, ${sender}, ${attempts}, ${dueAt})`);
    this.wakeups.wake(PUSHES_QUEUED);
  }

  /**
   * Takes the first push of each sender that is due. The attempt is counted before it is made, so a push that ends the
   * process is given up like any other.
   */
  claim(limit: number): Promise<QueuedPush[]> {
    const now = this.clock.now();
    return this.database.rows<QueuedPush>(sql`
      update queued_push set attempts = attempts + 1,
             due_at = ${now}::timestamptz + make_interval(secs => (${PAUSES}::int[])[least(attempts + 1, ${ATTEMPTS})])
       where envelope_id in (
         select q.envelope_id from queued_push q where q.due_at <= ${now} and ${IS_FIRST}
          order by q.due_at limit ${limit} for update skip locked)
      returning envelope_id, attempts`);
  }

  async nearest(): Promise<Date | null> {
    const { at } = await this.database.one<{ at: Date | null }>(
      sql`select min(q.due_at) at from queued_push q where ${IS_FIRST}`,
    );
    return at;
  }

  /** What came after it is due at once. */
  async leave(envelopeId: string): Promise<void> {
    const left = await this.database.run(sql`delete from queued_push where envelope_id = ${envelopeId}`);
    if (left > 0) this.wakeups.wake(PUSHES_QUEUED);
  }
}

const IS_FIRST = sql`not exists (
  select from queued_push o where o.sender = q.sender and o.envelope_id < q.envelope_id)`;

/** A hash that stands for the account and the name of whoever sent it. It is null where no order is needed. */
export function senderOf(account: ChannelAccount, { fact, externalId }: Inbound): Sql {
  return UNORDERED.includes(fact.type)
    ? sql`null::bigint`
    : sql`hashtextextended(${externalId}, ${account.id}::bigint)`;
}
