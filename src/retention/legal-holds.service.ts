import { Injectable } from '@nestjs/common';
import { Audit } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, isId, sql, type Sql } from '../platform/database/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';
import { Conflict, Invalid, NotFound } from '../platform/http/index.js';
import type { Member } from '../staff/index.js';
import { holdOf, standsAt } from './standing.js';

export const HELD_THINGS = ['customer', 'ticket', 'conversation'] as const;

export type HeldThing = (typeof HELD_THINGS)[number];

export interface HoldSubject {
  type: HeldThing;
  id: string;
}

export interface LegalHold {
  id: string;
  subject: HoldSubject;
  /** The number of a ticket, such as `T100001`. */
  number: string | null;
  reason: string;
  until: Date | null;
  setBy: string;
  setAt: Date;
  liftedBy: string | null;
  liftedAt: Date | null;
  stands: boolean;
}

export interface NewHold {
  subject: HoldSubject;
  reason: string;
  until: Date | null;
}

const LONGEST_REASON = 500;

/**
 * Administrators set and lift holds. The reason may name people, so it stands on the hold alone and not on the list of
 * who did what, which nobody can change.
 */
@Injectable()
export class LegalHolds {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** Lists the holds on a customer and on what belongs to it, those that stand first. */
  ofCustomer(customerId: string): Promise<LegalHold[]> {
    return this.database.rows<LegalHold>(sql`
      select h.id, jsonb_build_object('type', h.subject_type, 'id', h.subject_id::text) subject, 'T' || t.number number,
             h.reason, h.until, s.name set_by, h.set_at, l.name lifted_by, h.lifted_at, ${standsAt(this.clock.now())} stands
        from legal_hold h join member s on s.id = h.set_by left join member l on l.id = h.lifted_by
        left join ticket t on h.subject_type = 'ticket' and t.id = h.subject_id
       where ${holdOf(sql`${customerId}`)}
       order by stands desc, h.id desc`);
  }

  /** The customer is locked, so that no erasure begins beside it. */
  async set(customerId: string, { subject, reason, until }: NewHold, by: Member): Promise<string> {
    const why = reason.trim();
    Invalid.check([
      [why === '', 'reason', 'required'],
      [why.length > LONGEST_REASON, 'reason', `too_long:${LONGEST_REASON}`],
      [until !== null && Number.isNaN(until.getTime()), 'until', 'bad_date'],
      [until !== null && until <= this.clock.now(), 'until', 'not_future'],
    ]);
    return this.database.transaction(async () => {
      await this.database.run(sql`select 1 from customer where id = ${customerId} for update`);
      if (!(await this.belongs(customerId, subject))) throw Invalid.field('subject', 'unknown');
      const { id } = await this.database.one<{ id: string }>(sql`
        insert into legal_hold (subject_type, subject_id, reason, until, set_by, set_at)
        values (${subject.type}, ${subject.id}, ${why}, ${until}, ${by.id}, ${this.clock.now()}) returning id`);
      await this.audit.record({ action: 'legal_hold.set', subject, by, after: { hold: id, until } });
      return id;
    });
  }

  lift(customerId: string, holdId: string, by: Member): Promise<void> {
    return this.liftIf(holdOf(sql`${customerId}`), holdId, by);
  }

  /** Lifts a hold whosever it is. */
  liftAny(holdId: string, by: Member): Promise<void> {
    return this.liftIf(sql`true`, holdId, by);
  }

  @Reacts('customer.joined')
  async follow(event: Recorded): Promise<void> {
    const { subject, data } = event as Recorded<'customer.joined'>;
    await this.database.run(sql`
      update legal_hold set subject_id = ${subject.id} where subject_type = 'customer' and subject_id = ${data.from}`);
  }

  private async liftIf(condition: Sql, holdId: string, by: Member): Promise<void> {
    await this.database.transaction(async () => {
      const hold = await this.database.maybe<{ subject: HoldSubject; liftedAt: Date | null }>(sql`
        select jsonb_build_object('type', h.subject_type, 'id', h.subject_id::text) subject, h.lifted_at
          from legal_hold h where h.id = ${isId(holdId) ? holdId : null} and ${condition} for update`);
      if (!hold) throw new NotFound('legal_hold_not_found');
      if (hold.liftedAt) throw new Conflict('legal_hold_lifted');
      await this.database.run(sql`
        update legal_hold set lifted_by = ${by.id}, lifted_at = ${this.clock.now()} where id = ${holdId}`);
      await this.audit.record({
        action: 'legal_hold.lifted',
        subject: hold.subject,
        by,
        before: { hold: holdId },
      });
    });
  }

  private async belongs(customerId: string, { type, id }: HoldSubject): Promise<boolean> {
    if (!isId(id)) return false;
    const owned = {
      customer: sql`select from customer where id = ${id} and id = ${customerId}`,
      ticket: sql`select from ticket where id = ${id} and customer_id = ${customerId}`,
      conversation: sql`select from conversation where id = ${id} and customer_id = ${customerId}`,
    };
    const { known } = await this.database.one<{ known: boolean }>(sql`select exists (${owned[type]}) known`);
    return known;
  }
}
