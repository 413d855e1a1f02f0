import { Injectable } from '@nestjs/common';
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
}

/** Sends what is due, one delivery at a time for each identity, outside of any transaction. */
@Injectable()
export class Sending {
  constructor(
    private readonly database: Database,
    private readonly claims: DeliveryClaim,
    private readonly channels: Channels,
    private readonly settlement: Settlement,
    private readonly leases: Leases,
  ) {}

  /** Sends until nothing is due. Returns how many were tried. */
  async drain(lanes = 4): Promise<number> {
    await this.leases.expire();
    const counts = await Promise.all(Array.from({ length: lanes }, () => this.lane()));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  private async lane(): Promise<number> {
    let tried = 0;
    for (;;) {
      const next = await this.claims.next();
      if (next === 'nothing_due') return tried;
      if (next === 'settled_without_sending') continue;
      tried += 1;
      await this.database.apart(() => this.send(next));
    }
  }

  private async send(claimed: Claimed): Promise<void> {
    const outcome = await this.try(claimed);
    await this.settlement.settle(claimed, outcome);
  }

  /** A channel reports failures of the outside as data; what it throws is our own fault, and nobody knows what was sent. */
  private async try({ outbound, route }: Claimed): Promise<SendOutcome> {
    const channel = this.channels.of(outbound.account);
    const outcome = await channel.send(outbound, route).catch(unknown);
    if (outcome.state !== 'unknown' || !channel.repeatable(route)) return outcome;
    return { state: 'refused', then: 'retry', reason: outcome.reason };
  }
}

function unknown(error: unknown): SendOutcome {
  return { state: 'unknown', reason: `internal: ${error instanceof Error ? error.message : String(error)}` };
}
