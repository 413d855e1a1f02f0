import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Conflict } from '../platform/http/index.js';
import { HANDOFF_MOVES, type HandoffMove, type HandoffState } from './handoff-state.js';

@Entity('handoff')
export class Handoff {
  @PrimaryColumn({ type: 'bigint' }) id!: string;
  @Column({ type: 'bigint' }) ticketId!: string;
  @Column({ type: 'bigint' }) fromDepartmentId!: string;
  @Column({ type: 'bigint' }) toDepartmentId!: string;
  @Column({ type: 'text' }) state!: HandoffState;
  @Column({ type: 'bigint', nullable: true }) answeredBy!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) answeredAt!: Date | null;
  @Column({ type: 'text', nullable: true }) answer!: string | null;

  /** Throws `handoff_answered`, with the answer, if the offer is no longer open. */
  move(move: HandoffMove): void {
    const { from, to } = HANDOFF_MOVES[move];
    if (this.state !== from)
      throw new Conflict('handoff_answered', {
        state: this.state,
      });
    this.state = to;
  }
}
