import type { Status } from '../tickets/index.js';
import { type Metric, isCustomerTimer, standsStill } from './metrics.js';
import type { PolicyBook, TargetFacts } from './policy-book.js';
import type { Kept, TimerOf } from './timer-row.js';
import { Timer } from './timer.js';

export interface TicketFacts extends Pick<TimerOf, 'ticketId' | 'number' | 'ticketDepartmentId'> {
  type: string;
  priority: string;
  status: Status;
  tier: string;
  region: string | null;
  channel: string | null;
}

/**
 * `only` limits the change to some timers. With `exact`, timers also move to a newer version of their
 * calendar.
 */
export interface Measuring {
  only?: ReadonlySet<string>;
  exact?: boolean;
}

/** For each metric and key, at most one timer is open at a time. */
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

  start(
    metric: Metric,
    at: Date,
    from: { book: PolicyBook; departmentId?: string; key?: string; kept?: Kept },
  ): void {
    const { book, departmentId = this.ticket.ticketDepartmentId, key = '', kept } = from;
    const target = book.find(metric, this.facts(departmentId), key);
    if (!target) return;
    const { ticketId, number, ticketDepartmentId, status } = this.ticket;
    const version = this.nextVersion(metric, key, departmentId);
    const pausedReason = standsStill(metric) && target.pausing.includes(status) ? status : null;
    const whose = { ticketId, number, ticketDepartmentId, metric, key, departmentId, version };
    this.all.push(Timer.start(whose, target, at, { ...kept, pausedReason }));
  }

  /**
   * Starts every timer that has a target and is not counted yet. A timer that ran before keeps the time it
   * had consumed.
   */
  startTargets(at: Date, book: PolicyBook): void {
    const { status, ticketDepartmentId } = this.ticket;
    const facts = this.facts(ticketDepartmentId);
    if (status === 'new') this.begin('first_response', at, book);
    this.begin('resolution', at, book);
    if (book.hasShare(facts)) this.begin('department', at, book);
    for (const key of book.milestones(facts)) this.begin('milestone', at, book, key);
  }

  /**
   * A customer may have waited before there was a ticket. The first response then counts from the first
   * unanswered message, and what is due already does not count as noticed late.
   */
  answerSince(since: Date, at: Date, book: PolicyBook): void {
    if (since >= at) return;
    this.begin('first_response', since, book);
    this.open('first_response')?.catchUp(at);
  }

  retarget(at: Date, book: PolicyBook, { only, exact = false }: Measuring = {}): void {
    for (const timer of this.openOnes()) {
      if (only && !only.has(String(timer.row.id))) continue;
      const { metric, key, departmentId } = timer.row;
      const desk = isCustomerTimer(metric) ? this.ticket.ticketDepartmentId : departmentId;
      const target = book.find(metric, this.facts(desk), key);
      if (!target) timer.cancel(at, 'no_target');
      else if (!timer.measures(target, exact)) this.all.push(timer.retarget(target, at, this.ticket.status));
    }
  }

  /**
   * A target that was met is not started again. Only the resolution starts again, when a ticket is reopened.
   */
  private begin(metric: Metric, at: Date, book: PolicyBook, key = ''): void {
    const earlier = this.versions(metric, key, this.ticket.ticketDepartmentId).at(-1);
    if (earlier?.open) return;
    if (earlier?.row.state === 'met' && metric !== 'resolution') return;
    const consumedMs = earlier?.row.state === 'cancelled' ? earlier.row.consumedMs : 0;
    this.start(metric, at, { book, key, kept: { consumedMs } });
  }

  private facts(departmentId: string): TargetFacts {
    const { type, priority, tier, region, channel } = this.ticket;
    return { type, priority, tier, region, channel, departmentId };
  }

  private nextVersion(metric: Metric, key: string, departmentId: string): number {
    return Math.max(0, ...this.versions(metric, key, departmentId).map(({ row }) => row.version)) + 1;
  }

  private versions(metric: Metric, key: string, departmentId: string): Timer[] {
    return this.all
      .filter(({ row }) => row.metric === metric && row.key === key)
      .filter(({ row }) => isCustomerTimer(metric) || row.departmentId === departmentId);
  }
}
