import { Conflict } from '../platform/http/index.js';
import type { Ticket } from '../tickets/index.js';
import type { RefundFact } from './events.js';
import { movable, REFUND_MOVES, type RefundAction, type RefundState } from './state.js';

export interface RefundRow {
  id: string;
  ticketId: string;
  order: string;
  /** A decimal string. */
  amount: string;
  currency: string;
  reason: string;
  state: RefundState;
  requestedBy: string;
  version: number;
}

/** Money asked back for one ticket, loaded to be changed. */
export class Refund implements RefundRow {
  readonly id!: string;
  readonly ticketId!: string;
  readonly order!: string;
  readonly amount!: string;
  readonly currency!: string;
  readonly reason!: string;
  state!: RefundState;
  readonly requestedBy!: string;
  version!: number;

  static from(row: RefundRow): Refund {
    return Object.assign(new Refund(), row);
  }

  /** Throws `refund_not_open`, with the present state, for a move that the table does not have. */
  move(action: RefundAction): void {
    if (!movable(action, this.state)) {
      throw new Conflict('refund_not_open', `The refund is ${this.state}: this cannot be done now.`, {
        state: this.state,
      });
    }
    this.state = REFUND_MOVES[action].to;
  }

  /** What every event of a refund says about it and its ticket. */
  fact(ticket: Ticket): RefundFact {
    const { id, amount, currency, order } = this;
    return { ...ticket.fact(), refundId: id, amount, currency, order };
  }
}
