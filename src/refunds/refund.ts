import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Conflict } from '../platform/http/index.js';
import type { Ticket } from '../tickets/index.js';
import type { RefundFact } from './events.js';
import { movable, REFUND_MOVES, type RefundAction, type RefundState } from './state.js';

/** `amount` is a decimal string. */
@Entity('refund')
export class Refund {
  @PrimaryColumn({ type: 'bigint' }) id!: string;
  @Column({ type: 'bigint' }) ticketId!: string;
  @Column({ type: 'text', name: 'order_number' }) order!: string;
  @Column({ type: 'numeric' }) amount!: string;
  @Column({ type: 'text' }) currency!: string;
  @Column({ type: 'text' }) reason!: string;
  @Column({ type: 'text' }) state!: RefundState;
  @Column({ type: 'bigint' }) requestedBy!: string;
  @Column({ type: 'timestamptz' }) requestedAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null;
  @Column({ type: 'int' }) version!: number;

  move(action: RefundAction): void {
    this.requireMove(action);
    this.state = REFUND_MOVES[action].to;
  }

  /** Throws `refund_not_open`, with the present state, if the table does not have the move. */
  requireMove(action: RefundAction): void {
    if (!movable(action, this.state)) throw new Conflict('refund_not_open', { state: this.state });
  }

  fact(ticket: Ticket): RefundFact {
    const { id, amount, currency, order } = this;
    return { ...ticket.fact(), refundId: id, amount, currency, order };
  }
}
