import { type Metric, isCustomerClock } from './metrics.js';
import type { TargetBook } from './target.js';
import type { Kept, TimerOf } from './timer-row.js';
import { Timer } from './timer.js';

/** What decides over the clocks of a ticket. */
export interface TicketFacts extends Pick<TimerOf, 'ticketId' | 'number' | 'ticketDepartmentId'> {
  type: string;
  priority: string;
  status: string;
}

/** All timers of one ticket; of each clock at most one is open at a time. */
export class TicketTimers {
  constructor(
    readonly ticket: TicketFacts,
    readonly all: Timer[] = [],
  ) {}

  open(metric: Metric, departmentId?: string): Timer | undefined {
    return this.openOnes(metric).find(({ row }) => (departmentId ?? row.departmentId) === row.departmentId);
  }

  openOnes(...metrics: Metric[]): Timer[] {
    return this.all.filter(({ open, row }) => open && (metrics.length === 0 || metrics.includes(row.metric)));
  }

  /** Every department whose clock is open, and the one that has the ticket. */
  get departments(): string[] {
    return [this.ticket.ticketDepartmentId, ...this.openOnes().map(({ row }) => row.departmentId)];
  }

  /** Starts the next version of a clock, unless the policy leaves its target blank. */
  start(metric: Metric, departmentId: string, at: Date, from: { book: TargetBook; kept?: Kept }): void {
    const { ticketId, number, ticketDepartmentId, type, priority } = this.ticket;
    const target = from.book.find(metric, { type, priority, departmentId });
    if (!target) return;
    const version = this.nextVersion(metric, departmentId);
    const whose = { ticketId, number, ticketDepartmentId, metric, departmentId, version };
    this.all.push(Timer.start(whose, target, at, from.kept));
  }

  /** Measures what is open by the policy that now applies; a target that is blank there ends its clock. */
  retarget(at: Date, book: TargetBook): void {
    for (const timer of this.openOnes()) {
      const { metric, departmentId } = timer.row;
      const target = book.find(metric, { ...this.ticket, departmentId });
      if (!target) timer.cancel(at, 'no_target');
      else if (!timer.measures(target)) this.all.push(timer.retarget(target, at));
    }
  }

  private nextVersion(metric: Metric, departmentId: string): number {
    const versions = this.all
      .filter(
        ({ row }) => row.metric === metric && (isCustomerClock(metric) || row.departmentId === departmentId),
      )
      .map(({ row }) => row.version);
    return Math.max(0, ...versions) + 1;
  }
}
