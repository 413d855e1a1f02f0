import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { Route } from './channel.js';
import { Channels } from './channels.js';
import { Settlement } from './settlement.service.js';

/** Finds the deliveries whose sender died while it held them. Leases run on real time. */
@Injectable()
export class Leases {
  constructor(
    private readonly database: Database,
    private readonly channels: Channels,
    private readonly settlement: Settlement,
  ) {}

  /** Says how many it found. */
  async expire(): Promise<number> {
    return this.database.transaction(async () => {
      const lost = await this.database.rows<{ id: string; kind: string; route: Route; attempts: number }>(sql`
        select d.id, a.kind, d.route, d.attempts from delivery d join channel_account a on a.id = d.account_id
         where d.state = 'sending' and d.lease_until < clock_timestamp() and d.joined_to is null
         order by d.id limit 100 for update of d skip locked`);
      for (const { id, kind, route, attempts } of lost) {
        const repeatable = this.channels.of({ kind }).repeatableFor(route) > 0;
        await this.settlement.lost({ id, attempts }, repeatable);
      }
      return lost.length;
    });
  }
}
