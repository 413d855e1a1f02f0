import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, empty, sql, type Sql } from '../platform/database/index.js';
import { type Draft, Events } from '../platform/events/index.js';
import { Live } from '../platform/live/index.js';
import type { DeliveryFact } from './events.js';
import { type Moving, moving, together } from './moving.js';
import { staleAfter } from './staleness.js';
import { type MoveName, type MoveOf, MOVES } from './state.js';

/** `attempts` means one attempt: if the delivery has been tried again since, nothing happens. */
export interface Tried {
  id: string;
  attempts?: number;
}

export type End = Extract<MoveOf<'sender'>, 'accept' | 'refuse' | 'doubt' | 'give_up' | 'overtake'>;

export type Moved = DeliveryFact & {
  conversationId: string;
  departmentId: string;
  reason: string | null;
  joinedTo: string | null;
};

/**
 * Moves deliveries as the table of states allows. Deliveries that were joined to one message move together.
 */
@Injectable()
export class DeliveryMoves {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  move(name: MoveName, how: Moving): Promise<Moved[]> {
    return this.database.rows<Moved>(sql`
      ${moving(name, how)}
      returning d.id delivery_id, d.purpose, d.route, d.reason, d.joined_to, d.conversation_id,
                (select c.department_id from conversation c where c.id = d.conversation_id) department_id`);
  }

  /** A receipt may have arrived first, so a delivery that is already settled stays as it is. */
  async conclude(tried: Tried, end: End, more: Sql): Promise<void> {
    await this.end(end, attempted(tried), more);
  }

  /** Older notices about the same ticket that wait for a way out would only mislead now. */
  async lapseBefore(id: string): Promise<void> {
    await this.end('overtake', staleAfter(id), sql`reason = 'said_since'`);
  }

  async later(tried: Tried, seconds: number, more: Sql): Promise<void> {
    await this.at(tried, new Date(this.clock.now().getTime() + seconds * 1000), more);
  }

  async at(tried: Tried, due: Date, more: Sql): Promise<void> {
    await this.move('put_off', {
      which: attempted(tried),
      set: sql`due_at = ${due}, lease_until = null, ${more}`,
    });
  }

  async wait(tried: Tried, more: Sql): Promise<void> {
    const set = sql`due_at = null, lease_until = null, ${more}`;
    this.show(await this.move('wait', { which: attempted(tried), set }));
  }

  private async end(end: End, which: Sql, more: Sql): Promise<void> {
    const now = this.clock.now();
    const sent = end === 'accept' ? sql`sent_at = ${now},` : empty;
    const set = sql`lease_until = null, due_at = null, settled_at = ${now}, ${sent} ${more}`;
    const moved = await this.move(end, { which, set });
    const { to } = MOVES[end];
    await this.events.recordMany(moved.map((one) => concluded(to, one)));
    this.show(moved);
  }

  private show(moved: Moved[]): void {
    for (const { conversationId, departmentId } of moved)
      this.live.changed({ conversation: conversationId, departments: [departmentId] });
  }
}

function attempted({ id, attempts }: Tried): Sql {
  if (attempts === undefined) return together(id);
  return sql`${together(id)} and (d.joined_to is not null or d.attempts = ${attempts})`;
}

function concluded(state: (typeof MOVES)[End]['to'], moved: Moved): Draft {
  const { deliveryId, purpose, route, reason, conversationId } = moved;
  return {
    name: `delivery.${state}`,
    subject: { type: 'conversation', id: conversationId },
    data: { deliveryId, purpose, route, reason: reason ?? '' },
  };
}
