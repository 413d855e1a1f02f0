import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Database } from '../platform/database/index.js';
import type { Outbound, Route, SendOutcome } from './channel.js';
import { Channels } from './channels.js';
import { DeliveryClaim } from './delivery-claim.service.js';
import { Leases } from './leases.service.js';
import { Settlement } from './settlement.service.js';

export interface Claimed {
  outbound: Outbound;
  identityId: string;
  conversationId: string;
  route: Route;
  attempts: number;
  claimedAt: Date;
}

/** Sends under way at once in this process, and of one account: a slow one holds up nobody else. */
const LANES = 48;
const PER_ACCOUNT = 16;

/** Sends what is due, one delivery at a time for each identity, outside of any transaction. */
@Injectable()
export class Sending implements BeforeApplicationShutdown {
  private readonly underWay = new Map<Promise<void>, string>();
  private freed: () => void = () => undefined;
  private failure: unknown;
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly claims: DeliveryClaim,
    private readonly channels: Channels,
    private readonly settlement: Settlement,
    private readonly leases: Leases,
  ) {}

  /** Called when a send is done, so that there is room for another. */
  whenFreed(listener: () => void): void {
    this.freed = listener;
  }

  /** Starts to send what is due, as far as there is room, and does not wait for it. Returns how many were begun. */
  async begin(): Promise<number> {
    this.complain();
    let begun = 0;
    while (this.underWay.size < LANES && !this.stopping) {
      const next = await this.claims.next(this.busy());
      if (next === 'nothing_due') return begun;
      if (next === 'settled_without_sending') continue;
      begun += 1;
      this.launch(next);
    }
    return begun;
  }

  /** Sends until nothing is due nor under way. Returns how many were tried. */
  async drain(): Promise<number> {
    await this.leases.expire();
    for (let tried = 0; ;) {
      const begun = await this.begin();
      if (begun === 0 && this.underWay.size === 0) return tried;
      tried += begun;
      if (this.underWay.size > 0) await Promise.race(this.underWay.keys());
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.underWay.keys());
  }

  private launch(claimed: Claimed): void {
    const sending = this.database
      .apart(() => this.send(claimed))
      .catch((error: unknown) => (this.failure = error))
      .then(() => {
        this.underWay.delete(sending);
        this.freed();
      });
    this.underWay.set(sending, claimed.outbound.account.id);
  }

  /** What could not be written down is found by its lease; that it could not is said by who begins next. */
  private complain(): void {
    const failure = this.failure;
    this.failure = undefined;
    if (failure !== undefined) throw failure as Error;
  }

  private busy(): string[] {
    const counts = new Map<string, number>();
    for (const id of this.underWay.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
    return [...counts].filter(([, count]) => count >= PER_ACCOUNT).map(([id]) => id);
  }

  private async send(claimed: Claimed): Promise<void> {
    const outcome = await this.try(claimed);
    await this.settlement.settle(claimed, outcome);
  }

  /** A channel reports failures of the outside as data; what it throws is our own fault, and nobody knows what was sent. */
  private async try({ outbound, route }: Claimed): Promise<SendOutcome> {
    return this.channels.of(outbound.account).send(outbound, route).catch(unknown);
  }
}

function unknown(error: unknown): SendOutcome {
  return { state: 'unknown', reason: `internal: ${error instanceof Error ? error.message : String(error)}` };
}
