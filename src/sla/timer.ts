import { add, elapsed } from '../hours/index.js';
import { standsStill } from './metrics.js';
import type { Step } from './step.js';
import type { Base, Target } from './policy-book.js';
import type { Cause } from './sla.events.js';
import { BLANK, type Kept, type TimerOf, type TimerRow, type TimerState, whose } from './timer-row.js';

const MOVES = {
  pause: { from: ['running'], to: 'paused', event: 'sla.timer_paused' },
  resume: { from: ['paused'], to: 'running', event: 'sla.timer_resumed' },
  meet: { from: ['running', 'paused'], to: 'met', event: 'sla.timer_met' },
  cancel: { from: ['running', 'paused'], to: 'cancelled', event: 'sla.timer_cancelled' },
} as const satisfies Record<string, { from: TimerState[]; to: TimerState; event: string }>;

/** A timer is paused while another department is asked to take the ticket. */
export const HANDED_OFF = 'handed_off';
const RETARGETED = 'retargeted';

type Move = keyof typeof MOVES;
type Changed = (typeof MOVES)[Move]['event'] | 'sla.warned' | 'sla.breached';

export interface Happening {
  name: Changed;
  at: Date;
  dueAt: Date | null;
  data: { reason?: string; breached?: boolean; lateMs?: number; afterSeconds?: number };
}

/**
 * Warnings and breaches that are due before a change happen first, at their own times. Clocks of two
 * processes may differ by milliseconds, so a change never counts before an earlier one.
 */
export class Timer {
  readonly happened: Happening[] = [];
  touched = false;
  /** Keeps the values at the start, because the row may change before the start is recorded. */
  begun: Readonly<TimerRow> | undefined;
  /**
   * A timer may count from a time before it was made. Nobody could notice anything of it before this moment.
   */
  private knownSince: Date | undefined;
  /** Says why this version took the place of the one before. */
  cause: Cause | undefined;

  constructor(
    readonly row: TimerRow,
    private readonly base: Base,
    /** The ladder is known only while the timer is being started. */
    readonly ladder?: readonly Step[],
  ) {}

  static start(of: TimerOf & { version: number }, target: Target, at: Date, kept: Kept = {}): Timer {
    const { base, seconds, ladder, ...chosen } = target;
    const terms = { ...chosen, targetSeconds: seconds };
    const timer = new Timer({ ...BLANK, ...kept, ...of, ...terms, id: null, startedAt: at }, base, ladder);
    if (timer.row.pausedReason === null) timer.run(at);
    else timer.row.state = 'paused';
    timer.begun = { ...timer.row };
    return timer;
  }

  get open(): boolean {
    return this.row.state === 'running' || this.row.state === 'paused';
  }

  measures(target: Target, exact: boolean): boolean {
    const { row } = this;
    const sameHours = exact
      ? row.calendarVersionId === target.calendarVersionId
      : this.base?.calendarId === target.base?.calendarId;
    return (
      sameHours &&
      row.policyId === target.policyId &&
      row.targetSeconds === target.seconds &&
      isSame(row.warnAfter, target.warnAfter) &&
      isSame(row.pausing, target.pausing)
    );
  }

  /** A timer that is paused already stays paused for the new reason. */
  pause(at: Date, reason: string): void {
    if (this.row.state === 'running') this.move('pause', at, { reason });
    else if (this.row.state === 'paused' && this.row.pausedReason !== reason)
      this.tell('sla.timer_paused', at, { reason });
    this.row.pausedReason = reason;
  }

  resume(at: Date): void {
    this.move('resume', at, {});
  }

  meet(at: Date): void {
    this.move('meet', at, {});
  }

  cancel(at: Date, reason: string): void {
    this.move('cancel', at, { reason });
  }

  /**
   * The new version keeps the consumed time and the number of warnings, so the n-th warning is given only
   * once. `status` is the ticket's: the new policy may pause in other statuses.
   */
  retarget(target: Target, at: Date, { status, cause }: { status: string; cause: Cause }): Timer {
    const pausedReason = this.standing(target, status);
    this.cancel(at, RETARGETED);
    const of = { ...whose(this.row), version: this.row.version + 1 };
    const next = Timer.start(of, target, this.row.endedAt ?? at, { ...this.keptFor(target), pausedReason });
    next.cause = cause;
    return next;
  }

  /** What the next version takes over from this one, which has ended. A broken promise stays broken. */
  keptFor(target: Target): Kept {
    const { consumedMs, warned, warnedAt, breachedAt, brokenAt, id } = this.row;
    const passed = target.warnAfter.filter((seconds) => consumedMs >= seconds * 1000).length;
    const given = Math.min(warned, passed);
    return {
      consumedMs,
      warned: given,
      warnedAt: given > 0 ? warnedAt : null,
      breachedAt: consumedMs >= target.seconds * 1000 ? breachedAt : null,
      brokenAt,
      replaces: id,
    };
  }

  fire(at: Date): void {
    const { row } = this;
    for (let due = row.nextFireAt; due !== null && due <= at; due = row.nextFireAt) {
      if (row.warned < row.warnAfter.length) this.warn(due, at);
      else this.breach(due, at);
      row.nextFireAt = this.nextFiring();
    }
  }

  /** The timer starts in the past. What is due already happens now and does not count as late. */
  catchUp(at: Date): void {
    this.knownSince = at;
    this.fire(at);
  }

  private warn(due: Date, at: Date): void {
    const { row } = this;
    const afterSeconds = row.warnAfter[row.warned];
    row.warned += 1;
    row.warnedAt ??= due;
    this.fired('sla.warned', due, at, { afterSeconds });
  }

  private breach(due: Date, at: Date): void {
    this.row.breachedAt = due;
    this.row.brokenAt ??= due;
    this.fired('sla.breached', due, at);
  }

  private move(move: Move, asked: Date, data: Happening['data']): void {
    const { from, to, event } = MOVES[move];
    if (!(from as readonly TimerState[]).includes(this.row.state)) {
      throw new Error(`timer ${this.row.id} is ${this.row.state}: it cannot ${move}`);
    }
    const at = this.notBeforeTold(asked);
    this.fire(at);
    if (to === 'running') this.run(at);
    else this.stop(at);
    this.row.state = to;
    if (to === 'paused') this.row.dueAt = this.row.warnAt = null;
    if (to === 'met' || to === 'cancelled') this.row.endedAt = at;
    this.tell(event, at, to === 'met' ? { breached: this.row.breachedAt !== null } : data);
  }

  private notBeforeTold(at: Date): Date {
    const { runningSince, breachedAt, warned, warnAfter } = this.row;
    if (runningSince === null) return at;
    const warnedAt = warned > 0 ? this.warning(Math.min(warned, warnAfter.length) - 1) : null;
    return new Date(
      Math.max(...[at, runningSince, breachedAt, warnedAt].map((told) => told?.getTime() ?? 0)),
    );
  }

  private run(at: Date): void {
    const { row } = this;
    row.runningSince = at;
    row.pausedReason = null;
    row.dueAt = row.breachedAt ?? this.after(row.targetSeconds);
    row.warnAt = row.warnedAt ?? this.warning(0);
    row.nextFireAt = this.nextFiring();
  }

  private stop(at: Date): void {
    const { row } = this;
    if (row.runningSince) row.consumedMs += Math.round(elapsed(row.runningSince, at, this.base) * 1000);
    row.runningSince = null;
    row.nextFireAt = null;
  }

  private nextFiring(): Date | null {
    const { row } = this;
    if (row.breachedAt) return null;
    return (row.warned === 0 ? row.warnAt : this.warning(row.warned)) ?? row.dueAt;
  }

  private warning(index: number): Date | null {
    const seconds = this.row.warnAfter[index];
    return seconds === undefined ? null : this.after(seconds);
  }

  private after(seconds: number): Date {
    const { runningSince, consumedMs } = this.row;
    if (!runningSince) throw new Error(`timer ${this.row.id} stands still: nothing of it is due`);
    return add(runningSince, Math.max(0, seconds - consumedMs / 1000), this.base);
  }

  /** A handoff pauses the timer whatever the policy. */
  private standing(target: Target, status: string): string | null {
    const { metric, pausedReason } = this.row;
    if (pausedReason === HANDED_OFF) return pausedReason;
    return standsStill(metric) && target.pausing.includes(status) ? status : null;
  }

  private fired(
    name: 'sla.warned' | 'sla.breached',
    due: Date,
    at: Date,
    data: Happening['data'] = {},
  ): void {
    const noticeable = Math.max(due.getTime(), this.knownSince?.getTime() ?? 0);
    this.row.firedLateMs = at.getTime() - noticeable;
    this.tell(name, due, { lateMs: this.row.firedLateMs, ...data });
  }

  private tell(name: Changed, at: Date, data: Happening['data']): void {
    this.touched = true;
    this.happened.push({ name, at, dueAt: this.row.dueAt, data });
  }
}

function isSame<T>(some: readonly T[], others: readonly T[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}
