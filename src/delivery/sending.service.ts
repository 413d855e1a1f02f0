import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Database } from '../platform/database/index.js';
import { Held } from '../platform/held/index.js';
import type { SendOutcome } from './channel.js';
import { Channels } from './channels.js';
import type { Claimed } from './claimed.js';
import { DeliveryClaim } from './delivery-claim.service.js';
import type { Room } from './due-deliveries.service.js';
import { Leases } from './leases.service.js';
import { Settlement } from './settlement.service.js';

/** The limit for each account keeps a slow account from holding up the others. */
const AT_ONCE = 48;
const PER_ACCOUNT = 16;

@Injectable()
export class Sending implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Sending.name);
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
    private readonly held: Held,
  ) {}

  whenFreed(listener: () => void): void {
    this.freed = listener;
  }

  async begin(): Promise<number> {
    this.complain();
    if (await this.held.isHeld()) return 0;
    for (let begun = 0; ;) {
      const room = this.room();
      const claimed = room.free > 0 && !this.stopping ? await this.claims.next(room) : 'nothing_due';
      if (claimed === 'nothing_due') return begun;
      begun += claimed.length;
      for (const one of claimed) this.launch(one);
    }
  }

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

  /**
   * A delivery whose outcome could not be stored is found later by its lease. The error is thrown at the next
   * start.
   */
  private complain(): void {
    const failure = this.failure;
    this.failure = undefined;
    if (failure !== undefined) throw failure as Error;
  }

  private room(): Room {
    const counts = new Map<string, number>();
    for (const id of this.underWay.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
    const of = (accountId: string) => PER_ACCOUNT - (counts.get(accountId) ?? 0);
    return { free: AT_ONCE - this.underWay.size, of, full: [...counts.keys()].filter((id) => of(id) <= 0) };
  }

  private async send(claimed: Claimed): Promise<void> {
    const outcome = await this.try(claimed);
    await this.settlement.record(claimed, outcome);
  }

  /**
   * A channel returns outside failures. An exception is our own fault, and the message may have been sent.
   */
  private async try({ outbound, route }: Claimed): Promise<SendOutcome> {
    return this.channels
      .of(outbound.account)
      .send(outbound, route)
      .catch((error: unknown): SendOutcome => {
        this.logger.error(error);
        return { state: 'unknown', reason: 'internal' };
      });
  }
}
