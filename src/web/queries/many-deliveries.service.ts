import { Injectable } from '@nestjs/common';
import { Deliveries, type Many } from '../../delivery/index.js';
import type { Member } from '../../staff/index.js';
import { type DeliveryFilter, DeliveryQueries } from './deliveries.queries.js';

export interface ManyDecided {
  decided: number;
  /** There are more than one request decides about. */
  more: boolean;
}

const BATCH = 200;
const MOST = 5_000;

/** Decides about a whole list of deliveries, in batches that each are committed. */
@Injectable()
export class ManyDeliveries {
  constructor(
    private readonly queries: DeliveryQueries,
    private readonly deliveries: Deliveries,
  ) {}

  async count(member: Member, filter: DeliveryFilter, many: Many): Promise<number> {
    return (await this.queries.decidable(member, filter, { many, upTo: null, limit: MOST })).length;
  }

  /** `upTo` is the newest delivery that the member saw. What came later is left alone. */
  async decide(
    member: Member,
    filter: DeliveryFilter,
    { many, upTo }: { many: Many; upTo: string | null },
  ): Promise<ManyDecided> {
    let decided = 0;
    for (let next = upTo; decided < MOST;) {
      const ids = await this.queries.decidable(member, filter, { many, upTo: next, limit: BATCH });
      if (ids.length === 0) return { decided, more: false };
      decided += await this.deliveries.decideMany(member, ids, many);
      next = String(BigInt(ids.at(-1)!) - 1n);
    }
    return { decided, more: true };
  }
}
