import { isFinished, type Status } from '../tickets/index.js';
import { type Metric, isCustomerTimer, standsStill } from './metrics.js';
import type { PolicyBook, Target, TargetFacts } from './policy-book.js';
import type { Cause } from './sla.events.js';
import type { TimerOf } from './timer-row.js';
import { HANDED_OFF, Timer } from './timer.js';

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
  cause: Cause;
  only?: ReadonlySet<string>;
  exact?: boolean;
}

interface Starting {
  book: PolicyBook;
  departmentId?: string;
  key?: string;
  /** The version before, which was cancelled and whose promise goes on. */
  earlier?: Timer;
}

const ANSWERS: readonly Metric[] = ['first_response', 'next_response'];

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

  start(metric: Metric, at: Date, from: Starting): void {
    const { book, departmentId = this.ticket.ticketDepartmentId, key = '', earlier } = from;
    const target = book.find(metric, this.facts(departmentId), key);
    if (!target) return;
    const { ticketId, number, ticketDepartmentId, status } = this.ticket;
    const version = this.nextVersion(metric, key, departmentId);
    const pausedReason = standsStill(metric) && target.pausing.includes(status) ? status : null;
    const whose = { ticketId, number, ticketDepartmentId, metric, key, departmentId, version };
    this.all.push(Timer.start(whose, target, at, { ...earlier?.keptFor(target), pausedReason }));
  }

  /**
   * Starts every timer that has a target and is not counted yet. A timer that ran before and was cancelled
   * goes on with the time it had consumed.
   */
  startTargets(at: Date, book: PolicyBook): void {
    const { ticketDepartmentId } = this.ticket;
    const facts = this.facts(ticketDepartmentId);
    if (this.owesFirstAnswer) this.begin('first_response', at, book);
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

  /** The customer's wait is over. */
  answered(at: Date): void {
    (this.open('first_response') ?? this.open('next_response'))?.meet(at);
  }

  heard(at: Date, book: PolicyBook): void {
    if (this.openOnes(...ANSWERS).length > 0 || isFinished(this.ticket.status)) return;
    this.start('next_response', at, { book });
  }

  followStatus(status: Status, at: Date): void {
    for (const timer of this.openOnes().filter(({ row }) => standsStill(row.metric))) {
      follow(timer, status, at);
    }
  }

  resolved(at: Date): void {
    for (const timer of this.openOnes('resolution', 'department')) timer.meet(at);
    for (const timer of this.openOnes()) timer.cancel(at, 'resolved');
  }

  closed(at: Date): void {
    for (const timer of this.openOnes()) timer.cancel(at, 'closed');
  }

  /**
   * A ticket that was solved without a word owes its customer the answer still. That is a new promise: the
   * one before ended with the result, kept or broken.
   */
  oweAnswerAgain(at: Date, book: PolicyBook): void {
    const last = this.answers.at(-1);
    if (last?.row.state === 'cancelled') this.start(last.row.metric, at, { book });
  }

  retarget(at: Date, book: PolicyBook, { only, exact = false, cause }: Measuring): void {
    for (const timer of this.openOnes()) {
      if (only && !only.has(String(timer.row.id))) continue;
      const target = this.targetOf(timer, book);
      if (!target) timer.cancel(at, 'no_target');
      else if (!timer.measures(target, exact))
        this.all.push(timer.retarget(target, at, { status: this.ticket.status, cause }));
    }
  }

  /**
   * What is known of the customer only chooses the policy. Where the policy stays, timers keep their terms,
   * although these may have been written anew since.
   */
  follow(at: Date, book: PolicyBook, cause: Cause): void {
    const open = this.openOnes();
    const others = open.filter((timer) => timer.row.policyId !== book.chosenId(this.factsOf(timer)));
    if (others.length === 0 && open.length > 0) return;
    const only = new Set(others.map(({ row }) => String(row.id)));
    this.retarget(at, book, { only, cause });
    this.startTargets(at, book);
  }

  private targetOf(timer: Timer, book: PolicyBook): Target | undefined {
    return book.find(timer.row.metric, this.factsOf(timer), timer.row.key);
  }

  private factsOf({ row: { metric, departmentId } }: Timer): TargetFacts {
    return this.facts(isCustomerTimer(metric) ? this.ticket.ticketDepartmentId : departmentId);
  }

  private get answers(): Timer[] {
    return this.all.filter(({ row }) => ANSWERS.includes(row.metric));
  }

  /** A first answer that was promised stays owed until somebody gives it, whatever the ticket's status. */
  private get owesFirstAnswer(): boolean {
    const { answers } = this;
    if (answers.length === 0) return this.ticket.status === 'new';
    return answers.every(({ row }) => row.metric === 'first_response' && row.state !== 'met');
  }

  /**
   * A target that was met is not started again. Only the resolution starts again, when a ticket is reopened.
   */
  private begin(metric: Metric, at: Date, book: PolicyBook, key = ''): void {
    const last = this.versions(metric, key, this.ticket.ticketDepartmentId).at(-1);
    if (last?.open) return;
    if (last?.row.state === 'met' && metric !== 'resolution') return;
    const earlier = last?.row.state === 'cancelled' ? last : undefined;
    this.start(metric, at, { book, key, earlier });
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

/** A timer that is paused for a handoff stays paused whatever the ticket's status. */
function follow(timer: Timer, status: Status, at: Date): void {
  const { pausing, pausedReason, state } = timer.row;
  if (pausedReason === HANDED_OFF) return;
  if (pausing.includes(status)) timer.pause(at, status);
  else if (state === 'paused') timer.resume(at);
}
