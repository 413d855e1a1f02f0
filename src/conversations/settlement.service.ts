import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';
import type { RefusalConsequence, SendOutcome } from './channel.js';
import { ContactLedger } from './contact-ledger.service.js';
import type { DeliveryFact } from './events.js';
import type { Claimed } from './sending.service.js';

const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_S = 5;
const LONGEST_PAUSE_S = 1800;
const BROKEN_ACCOUNT_PAUSE_S = 300;

type DeliveryState = 'planned' | 'accepted' | 'refused' | 'unknown' | 'gave_up';
type Unsent = { id: string; conversationId: string; departmentId: string };

/** What becomes of a delivery after a try. */
@Injectable()
export class Settlement {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ledger: ContactLedger,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  async settle(claimed: Claimed, outcome: SendOutcome): Promise<void> {
    const id = claimed.outbound.id;
    await this.database.transaction(async () => {
      if (outcome.state === 'accepted')
        await this.move(id, 'accepted', sql`provider_id = ${outcome.providerId ?? null}`);
      else if (outcome.state === 'unknown') await this.move(id, 'unknown', sql`reason = ${outcome.reason}`);
      else if (outcome.notBefore) await this.postponed(claimed, outcome.reason, outcome.notBefore);
      else await this.refused(claimed, outcome.then, outcome.reason);
    });
  }

  /** Waits, without a due time, until the customer opens a window. */
  async waitForCustomer(due: Unsent): Promise<null> {
    await this.wait(due.id, 'no_allowance');
    this.live.changed({ conversation: due.conversationId, departments: [due.departmentId] });
    return null;
  }

  async unreachable(due: Unsent): Promise<null> {
    await this.move(due.id, 'refused', sql`reason = 'unreachable'`);
    return null;
  }

  /** The sender died in between: what can be repeated under the same key is, anything else may have arrived. */
  async lost(id: string, repeatable: boolean): Promise<void> {
    if (repeatable) await this.later(id, FIRST_PAUSE_S, 'sender_died');
    else await this.move(id, 'unknown', sql`reason = 'sender_died'`);
  }

  /** The provider says when: that is no failed attempt. */
  private async postponed(claimed: Claimed, reason: string, notBefore: Date): Promise<void> {
    await this.giveBack(claimed);
    await this.database.run(sql`
      update delivery set state = 'planned', due_at = ${notBefore}, lease_until = null, reason = ${reason}, attempts = attempts - 1
       where id = ${claimed.outbound.id} and state = 'sending'`);
  }

  private async refused(claimed: Claimed, then: RefusalConsequence, reason: string): Promise<void> {
    const id = claimed.outbound.id;
    switch (then) {
      case 'retry':
        await this.giveBack(claimed);
        if (claimed.attempts >= MAX_ATTEMPTS) return this.move(id, 'gave_up', sql`reason = ${reason}`);
        return this.later(id, Math.min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 3 ** (claimed.attempts - 1)), reason);
      case 'account_broken':
        await this.giveBack(claimed);
        return this.later(id, BROKEN_ACCOUNT_PAUSE_S, reason);
      case 'wait':
      case 'fallback':
        return this.otherRoute(claimed, reason);
      case 'contact_dead':
        await this.ledger.unreachable(claimed.identityId, reason);
        return this.move(id, 'refused', sql`reason = ${reason}`);
      case 'give_up':
        await this.giveBack(claimed);
        return this.move(id, 'gave_up', sql`reason = ${reason}`);
    }
  }

  /** After a message the next route is tried; after the last one, a template, only the customer can open another. */
  private async otherRoute({ outbound, identityId, route }: Claimed, reason: string): Promise<void> {
    if (route !== 'customer_message') return this.wait(outbound.id, reason);
    await this.ledger.exhausted(identityId);
    return this.later(outbound.id, 0, reason);
  }

  private async giveBack(claimed: Claimed): Promise<void> {
    if (claimed.route === 'customer_message') await this.ledger.credit(claimed.identityId);
  }

  private async later(id: string, seconds: number, reason: string): Promise<void> {
    const due = new Date(this.clock.now().getTime() + seconds * 1000);
    await this.database.run(sql`
      update delivery set state = 'planned', due_at = ${due}, lease_until = null, reason = ${reason} where id = ${id} and state = 'sending'`);
  }

  private async wait(id: string, reason: string): Promise<void> {
    await this.database.run(sql`
      update delivery set state = 'planned', due_at = null, lease_until = null, reason = ${reason}
       where id = ${id} and state in ('planned', 'sending')`);
  }

  /** A receipt may have come first: what is already settled stays. */
  private async move(id: string, state: Exclude<DeliveryState, 'planned'>, more: Sql): Promise<void> {
    const now = this.clock.now();
    const moved = await this.database.maybe<
      DeliveryFact & { conversationId: string; departmentId: string; reason: string | null }
    >(sql`
      update delivery d set state = ${state}, lease_until = null, due_at = null, settled_at = ${now},
             sent_at = case when ${state === 'accepted'} then ${now} else sent_at end, ${more}
        from conversation c
       where d.id = ${id} and d.state in ('planned', 'sending') and c.id = d.conversation_id
      returning d.id delivery_id, d.purpose, d.route, d.reason, d.conversation_id, c.department_id`);
    if (!moved) return;
    const { conversationId, departmentId, ...fact } = moved;
    const data = { ...fact, reason: fact.reason ?? '' };
    await this.events.record(`delivery.${state}`, { type: 'conversation', id: conversationId }, data);
    this.live.changed({ conversation: conversationId, departments: [departmentId] });
  }
}
