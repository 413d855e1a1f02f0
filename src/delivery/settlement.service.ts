import { Injectable } from '@nestjs/common';
import { Database, empty, sql } from '../platform/database/index.js';
import { mayWrite } from './allowance.js';
import type { RefusalConsequence, SendOutcome } from './channel.js';
import { Channels } from './channels.js';
import { ContactLedger } from './contact-ledger.service.js';
import { DeliveryMoves, type Tried } from './delivery-moves.service.js';
import type { Due } from './due.js';
import { Receipts } from './receipts.service.js';
import type { Claimed } from './claimed.js';

const MAX_ATTEMPTS = 8;
/** The provider says "busy, try again" without telling whether it sent the message. */
const MAX_BUSY_ATTEMPTS = 5;
const FIRST_PAUSE_S = 5;
const LONGEST_PAUSE_S = 1800;
const BROKEN_ACCOUNT_PAUSE_S = 300;

/**
 * The provider drops second copies only for a limited time after the first unclear attempt, so its time is
 * kept.
 */
const UNCLEAR = sql`unclear_since = coalesce(d.unclear_since, d.claimed_at)`;

@Injectable()
export class Settlement {
  constructor(
    private readonly database: Database,
    private readonly channels: Channels,
    private readonly ledger: ContactLedger,
    private readonly moves: DeliveryMoves,
    private readonly receipts: Receipts,
  ) {}

  async record(claimed: Claimed, outcome: SendOutcome): Promise<void> {
    await this.database.transaction(async () => {
      if (outcome.state === 'accepted') await this.accepted(claimed, outcome.providerId);
      else if (outcome.state === 'unknown') await this.unclear(claimed, outcome.reason);
      else if (outcome.notBefore) await this.postponed(claimed, outcome.reason, outcome.notBefore);
      else await this.refused(claimed, outcome.then, outcome.reason);
    });
  }

  private async accepted(claimed: Claimed, providerId: string | undefined): Promise<void> {
    const id = sql`provider_id = case when d.joined_to is null then ${providerId ?? null} end`;
    await this.moves.conclude(triedOf(claimed), 'accept', id);
    await this.moves.lapseBefore(claimed.outbound.id);
    if (providerId !== undefined) await this.receipts.applyEarly(claimed.outbound.account, providerId);
  }

  async waitForCustomer(due: Due): Promise<null> {
    const call = due.mayCall ? sql`, route = 'call'` : empty;
    await this.moves.wait({ id: due.id }, sql`reason = ${whyWaiting(due)} ${call}`);
    return null;
  }

  async lapsed({ id }: Due): Promise<null> {
    await this.moves.conclude({ id }, 'overtake', sql`reason = 'said_since'`);
    return null;
  }

  async unreachable({ id, mayCall }: Due): Promise<null> {
    if (mayCall) await this.moves.wait({ id }, sql`reason = 'unreachable', route = 'call'`);
    else await this.moves.conclude({ id }, 'refuse', sql`reason = 'unreachable'`);
    return null;
  }

  async tooLateToRepeat({ id }: Due): Promise<null> {
    await this.moves.conclude({ id }, 'doubt', sql`reason = 'too_late_to_repeat'`);
    return null;
  }

  /** The sender died before it stored the outcome, so the message may have arrived. */
  async lost(tried: Required<Tried>, repeatable: boolean): Promise<void> {
    if (repeatable && tried.attempts < MAX_ATTEMPTS)
      await this.moves.later(tried, FIRST_PAUSE_S, sql`reason = 'sender_died', ${UNCLEAR}`);
    else await this.moves.conclude(tried, 'doubt', sql`reason = 'sender_died'`);
  }

  private async unclear(claimed: Claimed, reason: string): Promise<void> {
    const { outbound, route } = claimed;
    if (this.channels.of(outbound.account).repeatableFor(route) === 0)
      return this.moves.conclude(triedOf(claimed), 'doubt', sql`reason = ${reason}`);
    if (claimed.attempts >= MAX_ATTEMPTS)
      return this.moves.conclude(triedOf(claimed), 'doubt', sql`reason = ${reason}, ${UNCLEAR}`);
    return this.moves.later(
      triedOf(claimed),
      pauseAfter(claimed.attempts),
      sql`reason = ${reason}, ${UNCLEAR}`,
    );
  }

  /** The provider chose the time of the next attempt, so this one does not count as failed. */
  private async postponed(claimed: Claimed, reason: string, notBefore: Date): Promise<void> {
    await this.giveBack(claimed);
    await this.moves.at(triedOf(claimed), notBefore, sql`reason = ${reason}, attempts = d.attempts - 1`);
  }

  private async refused(claimed: Claimed, then: RefusalConsequence, reason: string): Promise<void> {
    const tried = triedOf(claimed);
    switch (then) {
      case 'retry':
        await this.giveBack(claimed);
        if (claimed.attempts >= MAX_ATTEMPTS)
          return this.moves.conclude(tried, 'give_up', sql`reason = ${reason}`);
        return this.moves.later(tried, pauseAfter(claimed.attempts), sql`reason = ${reason}`);
      case 'busy':
        if (claimed.attempts >= MAX_BUSY_ATTEMPTS)
          return this.moves.conclude(tried, 'doubt', sql`reason = ${reason}`);
        await this.giveBack(claimed);
        return this.moves.later(tried, pauseAfter(claimed.attempts), sql`reason = ${reason}`);
      case 'account_broken':
        await this.giveBack(claimed);
        return this.moves.later(tried, BROKEN_ACCOUNT_PAUSE_S, sql`reason = ${reason}`);
      case 'wait':
      case 'fallback':
        return this.otherRoute(claimed, then, reason);
      case 'contact_dead':
        await this.ledger.markUnreachable(claimed.identityId, reason);
        return this.lastResort(claimed, 'refuse', reason);
      case 'give_up':
        await this.giveBack(claimed);
        return this.lastResort(claimed, 'give_up', reason);
    }
  }

  /**
   * A refused customer message shows that the window is used up or closed. Another route that failed is not
   * tried again.
   */
  private async otherRoute(claimed: Claimed, then: 'wait' | 'fallback', reason: string): Promise<void> {
    const { identityId, route, claimedAt } = claimed;
    if (route !== 'customer_message')
      return this.moves.later(
        triedOf(claimed),
        0,
        sql`reason = ${reason}, tried = array_append(d.tried, ${route})`,
      );
    if (then === 'wait') await this.ledger.exhaust(identityId, claimedAt);
    else await this.ledger.close(identityId, claimedAt);
    return this.moves.later(triedOf(claimed), 0, sql`reason = ${reason}`);
  }

  private async lastResort(claimed: Claimed, end: 'refuse' | 'give_up', reason: string): Promise<void> {
    const { mayCall } = await this.database.one<{ mayCall: boolean }>(sql`
      select d.may_call and s.calls may_call from delivery d, contact_setting s where d.id = ${claimed.outbound.id}`);
    if (mayCall) return this.moves.wait(triedOf(claimed), sql`reason = ${reason}, route = 'call'`);
    return this.moves.conclude(triedOf(claimed), end, sql`reason = ${reason}`);
  }

  private async giveBack(claimed: Claimed): Promise<void> {
    if (claimed.route === 'customer_message') await this.ledger.credit(claimed.identityId, claimed.claimedAt);
  }
}

/** A colleague can release the reserved send, so this reason is shown first. */
function whyWaiting(due: Due): string {
  if (due.remaining > 0 && !mayWrite(due, due.takesLast)) return 'kept_back';
  return due.tried.length > 0 && due.reason !== null ? due.reason : 'no_allowance';
}

function pauseAfter(attempts: number): number {
  return Math.min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 3 ** (attempts - 1));
}

function triedOf({ outbound, attempts }: Claimed): Tried {
  return { id: outbound.id, attempts };
}
