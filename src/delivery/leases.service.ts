import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { Route } from './channel.js';
import { Channels } from './channels.js';
import { DeliveryMoves } from './delivery-moves.service.js';
import { together } from './moving.js';
import { Settlement } from './settlement.service.js';

const BATCH = 100;
const MOST_FAILURES = 5;
const PAUSE = '30 seconds';

interface Lost {
  id: string;
  kind: string;
  route: Route;
  attempts: number;
}

/** Finds the deliveries whose sender died. Leases run on real time. */
@Injectable()
export class Leases {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly channels: Channels,
    private readonly settlement: Settlement,
    private readonly moves: DeliveryMoves,
  ) {}

  /**
   * A delivery that cannot be settled does not hold up the others. After some failures a person has to settle
   * it.
   */
  async expire(): Promise<number> {
    const due = await this.database.rows<{ id: string }>(sql`
      select id from delivery
       where state = 'sending' and lease_until < clock_timestamp() and joined_to is null order by id limit ${BATCH}`);
    const failures: unknown[] = [];
    for (const { id } of due) {
      const failed = (error: unknown) => (failures.push(error), this.failed(id));
      await this.database.transaction(() => this.recover(id)).catch(failed);
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} deliveries were not settled`);
    return due.length;
  }

  private async recover(id: string): Promise<void> {
    const lost = await this.database.maybe<Lost>(sql`
      select d.id, a.kind, d.route, d.attempts from delivery d join channel_account a on a.id = d.account_id
       where d.id = ${id} and d.state = 'sending' and d.lease_until < clock_timestamp() for update of d skip locked`);
    if (!lost) return;
    const repeatable = this.channels.of(lost).repeatableFor(lost.route) > 0;
    await this.settlement.lost(lost, repeatable);
  }

  /**
   * The pause doubles each time. In the end the delivery is settled without an event, because recording the
   * event may be what fails.
   */
  private async failed(id: string): Promise<void> {
    await this.moves.move('hold', {
      which: sql`d.id = ${id}`,
      set: sql`lease_failures = lease_failures + 1, lease_until = clock_timestamp() + ${PAUSE}::interval * 2 ^ lease_failures`,
    });
    await this.moves.move('lose', {
      which: sql`${together(id)} and (select lead.lease_failures from delivery lead where lead.id = ${id}) >= ${MOST_FAILURES}`,
      set: sql`reason = 'not_settled', lease_until = null, settled_at = ${this.clock.now()}`,
    });
  }
}
