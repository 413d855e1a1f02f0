import { type Metric, isCustomerClock, standsStill } from './metrics.js';
import type { TargetBook, TargetFacts } from './target.js';
import type { Kept, TimerOf } from './timer-row.js';
import { Timer } from './timer.js';

/** What decides over the clocks of a ticket. */
export interface TicketFacts extends Pick<TimerOf, 'ticketId' | 'number' | 'ticketDepartmentId'> {
  type: string;
  priority: string;
  status: string;
  tier: string;
  region: string | null;
  channel: string | null;
}

/** Which clocks are measured anew: all, or these ids; and whether a newer version of their calendar counts. */
export interface Measuring {
  only?: ReadonlySet<string>;
  exact?: boolean;
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

  /** Starts the next version of a clock of the ticket's own department or another, unless its target is blank. */
  start(
    metric: Metric,
    at: Date,
    from: { book: TargetBook; departmentId?: string; key?: string; kept?: Kept },
  ): void {
    const { book, departmentId = this.ticket.ticketDepartmentId, key = '', kept } = from;
    const target = book.find(metric, this.facts(departmentId), key);
    if (!target) return;
    const { ticketId, number, ticketDepartmentId, status } = this.ticket;
    const version = this.nextVersion(metric, key, departmentId);
    const pausedReason = standsStill(metric) && target.pausing.includes(status) ? status : null;
    const whose = { ticketId, number, ticketDepartmentId, metric, key, departmentId, version };
    this.all.push(Timer.start(whose, target, at, { pausedReason, ...kept }));
  }

  /** Everything that is promised from the opening on. */
  startAll(at: Date, book: TargetBook): void {
    const facts = this.facts(this.ticket.ticketDepartmentId);
    this.start('first_response', at, { book });
    this.start('resolution', at, { book });
    if (book.hasShare(facts)) this.start('department', at, { book });
    for (const key of book.milestones(facts)) this.start('milestone', at, { book, key });
  }

  /** Measures what is open by what now applies; a target that is blank there ends its clock. */
  retarget(at: Date, book: TargetBook, { only, exact = false }: Measuring = {}): void {
    for (const timer of this.openOnes()) {
      if (only && !only.has(String(timer.row.id))) continue;
      const { metric, key, departmentId } = timer.row;
      const desk = isCustomerClock(metric) ? this.ticket.ticketDepartmentId : departmentId;
      const target = book.find(metric, this.facts(desk), key);
      if (!target) timer.cancel(at, 'no_target');
      else if (!timer.measures(target, exact)) this.all.push(timer.retarget(target, at, this.ticket.status));
    }
  }

  private facts(departmentId: string): TargetFacts {
    const { type, priority, tier, region, channel } = this.ticket;
    return { type, priority, tier, region, channel, departmentId };
  }

  private nextVersion(metric: Metric, key: string, departmentId: string): number {
    const versions = this.all
      .filter(({ row }) => row.metric === metric && row.key === key)
      .filter(({ row }) => isCustomerClock(metric) || row.departmentId === departmentId)
      .map(({ row }) => row.version);
    return Math.max(0, ...versions) + 1;
  }
}
