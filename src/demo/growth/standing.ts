import type { Actor } from '../../platform/events/index.js';
import type { Rehearsal, TimedFacts, Told } from '../../sla/index.js';
import type { Stage, Status } from '../../tickets/index.js';
import type { Book } from './book.js';
import type { Plot, Stands } from './plot.js';

/** Thrown where the present has been reached: what would come after has not happened yet. */
export class Present extends Error {}

/** How one ticket and its conversation stand at a moment. All times are milliseconds since the epoch. */
export class Standing implements Stands {
  readonly id: string;
  readonly number: string;
  readonly conversationId: string;
  status: Status = 'new';
  stage: Stage = 'received';
  version = 1;
  at: number;
  changedAt: number;
  heardAt: number;
  spokenAt: number;
  unansweredSince: number | null = null;
  claimedAt: number | null = null;
  resolvedAt: number | null = null;
  closedAt: number | null = null;
  endedAt: number | null = null;
  readonly timers: Rehearsal;
  private readonly timed: TimedFacts;

  constructor(
    readonly plot: Plot,
    protected readonly book: Book,
  ) {
    this.id = book.id('ticket');
    this.number = book.id('number');
    this.conversationId = book.id('conversation');
    this.at = this.changedAt = this.heardAt = this.spokenAt = plot.openedAt;
    const { type, customer } = plot;
    this.timed = {
      ticketId: this.id,
      number: `T${this.number}`,
      ticketDepartmentId: plot.departmentId,
      type: type.key,
      priority: type.priority,
      status: 'new',
      tier: customer.tier,
      region: customer.region,
      channel: book.ground.account.kind,
    };
    this.timers = book.rehearse(this.timed);
  }

  get member(): Actor {
    return { kind: 'member', id: this.plot.worker.id };
  }

  get customer(): Actor {
    return { kind: 'customer', id: this.plot.customer.id };
  }

  get now(): Date {
    return new Date(this.at);
  }

  protected pass(ms: number): void {
    if (this.at + ms > this.book.now) throw new Present();
    this.at += ms;
  }

  protected turnTo(status: Status, stage: Stage): void {
    this.timed.status = this.status = status;
    this.stage = stage;
    this.change();
  }

  protected become(to: Status, stage: Stage, by: Actor): void {
    const from = this.status;
    this.turnTo(to, stage);
    this.record('ticket.status_changed', { from, to }, by);
    this.tell(this.timers.statusChanged(to, this.now));
  }

  protected change(): void {
    this.version += 1;
    this.changedAt = this.at;
  }

  talk(name: string, data: object, by: Actor): string {
    return this.book.event({ name, at: this.at, subject: ['conversation', this.conversationId], by, data });
  }

  protected record(name: string, data: object, by: Actor): string {
    const { type, customer, departmentId } = this.plot;
    const fact = {
      number: `T${this.number}`,
      type: type.key,
      priority: type.priority,
      departmentId,
      stage: this.stage,
      customerId: customer.id,
      identityId: customer.identityId,
    };
    return this.book.event({
      name,
      at: this.at,
      subject: ['ticket', this.id],
      by,
      data: { ...fact, ...data },
    });
  }

  tell(told: Told[]): void {
    for (const { at, draft } of told) {
      const { name, data } = draft;
      this.book.event({ name, at: at.getTime(), subject: ['ticket', this.id], by: { kind: 'system' }, data });
    }
  }
}
