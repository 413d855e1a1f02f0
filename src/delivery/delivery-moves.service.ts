import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, empty, sql, type Sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';
import type { DeliveryFact } from './events.js';

/** A delivery, and which attempt at it is meant where one is: what an attempt given up for lost says later is not heard. */
export interface Tried {
  id: string;
  attempts?: number;
}

export type Settled = 'accepted' | 'refused' | 'unknown' | 'gave_up';
type Moved = DeliveryFact & { conversationId: string; departmentId: string; reason: string | null };

/** The steps of a delivery between planned and settled. Those that were joined to it go with it. */
@Injectable()
export class DeliveryMoves {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  /** A receipt may have come first: what is already settled stays. */
  async settle(tried: Tried, state: Settled, more: Sql): Promise<void> {
    const now = this.clock.now();
    await this.tell(
      state,
      await this.update(
        tried,
        sql`state = ${state}, lease_until = null, due_at = null, settled_at = ${now},
            sent_at = case when ${state === 'accepted'} then ${now} else sent_at end, ${more}`,
      ),
    );
  }

  /** To be tried again in so many seconds. */
  async later(tried: Tried, seconds: number, more: Sql): Promise<void> {
    await this.at(tried, new Date(this.clock.now().getTime() + seconds * 1000), more);
  }

  async at(tried: Tried, due: Date, more: Sql): Promise<void> {
    await this.update(tried, sql`state = 'planned', due_at = ${due}, lease_until = null, ${more}`);
  }

  /** Without a due time, until the customer opens a window or a person decides. */
  async wait(tried: Tried, more: Sql): Promise<void> {
    const waiting = await this.update(
      tried,
      sql`state = 'planned', due_at = null, lease_until = null, ${more}`,
    );
    this.show(waiting);
  }

  private update({ id, attempts }: Tried, change: Sql): Promise<Moved[]> {
    return this.database.rows<Moved>(sql`
      update delivery d set ${change}
        from conversation c
       where (d.id = ${id} or d.joined_to = ${id}) and d.state in ('planned', 'sending') and c.id = d.conversation_id
         ${attempts === undefined ? empty : sql`and (d.joined_to is not null or d.attempts = ${attempts})`}
      returning d.id delivery_id, d.purpose, d.route, d.reason, d.conversation_id, c.department_id`);
  }

  private async tell(state: Settled, moved: Moved[]): Promise<void> {
    await this.events.recordMany(
      moved.map(({ deliveryId, purpose, route, reason, conversationId }) => ({
        name: `delivery.${state}` as const,
        subject: { type: 'conversation' as const, id: conversationId },
        data: { deliveryId, purpose, route, reason: reason ?? '' },
      })),
    );
    this.show(moved);
  }

  private show(moved: Moved[]): void {
    for (const { conversationId, departmentId } of moved)
      this.live.changed({ conversation: conversationId, departments: [departmentId] });
  }
}
