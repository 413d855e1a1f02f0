import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Subject } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import { ACTS, allowed, isFinished, type Move, type Priority, type Status } from './lifecycle.js';
import type { TicketFacts } from './may.js';
import type { TicketFact } from './events.js';
import { numberOf } from './number.js';
import type { Stage } from './stage.js';

/**
 * A text may name an `order`, an `amount` with `currency`, and an `errorCode`. The form of a ticket type may ask for
 * more.
 */
export type Fields = Record<string, string>;
export type Localized = Record<string, string>;

@Entity('ticket')
export class Ticket implements TicketFacts {
  @PrimaryColumn({ type: 'bigint' }) id!: string;
  @Column({ type: 'bigint' }) number!: string;
  @Column({ type: 'text' }) subject!: string;
  @Column({ type: 'text' }) type!: string;
  @Column({ type: 'text' }) priority!: Priority;
  @Column({ type: 'text' }) status!: Status;
  @Column({ type: 'text' }) stage!: Stage;
  @Column({ type: 'bigint' }) departmentId!: string;
  @Column({ type: 'bigint', nullable: true }) assigneeId!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) assignedAt!: Date | null;
  @Column({ type: 'bigint' }) customerId!: string;
  @Column({ type: 'bigint', nullable: true }) identityId!: string | null;
  @Column({ type: 'bigint', nullable: true }) conversationId!: string | null;
  @Column({ type: 'jsonb' }) fields!: Fields;
  @Column({ type: 'jsonb' }) reason!: Localized;
  @Column({ type: 'timestamptz' }) openedAt!: Date;
  @Column({ type: 'timestamptz' }) updatedAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) resolvedAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) closedAt!: Date | null;
  @Column({ type: 'int' }) version!: number;

  /** These departments may see the ticket: its own and those that gave or received it. */
  audience: string[] = [];
  /** The ticket is offered to this department. `Tickets.require` sets it for the acts that depend on it. */
  offeredTo: string | null = null;

  get finished(): boolean {
    return isFinished(this.status);
  }

  /** Throws `not_allowed_now`, with the present status, if the lifecycle does not have the move. */
  move(act: Move): { from: Status; to: Status } {
    const from = this.status;
    if (!allowed(act, from)) {
      throw new Conflict('not_allowed_now', {
        state: from,
      });
    }
    this.status = ACTS[act].to;
    return { from, to: this.status };
  }

  get subjectRef(): Subject {
    return { type: 'ticket', id: this.id };
  }

  fact(): TicketFact {
    return {
      number: numberOf(this),
      type: this.type,
      priority: this.priority,
      departmentId: this.departmentId,
      stage: this.stage,
      customerId: this.customerId,
      identityId: this.identityId,
    };
  }
}
