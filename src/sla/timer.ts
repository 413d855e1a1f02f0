import { type TimeBase, add, elapsed } from './business-time.js';
import type { Target } from './target.js';
import { BLANK, type Kept, type TimerOf, type TimerRow, type TimerState, whose } from './timer-row.js';

const MOVES = {
  pause: { from: ['running'], to: 'paused', event: 'sla.timer_paused' },
  resume: { from: ['paused'], to: 'running', event: 'sla.timer_resumed' },
  meet: { from: ['running', 'paused'], to: 'met', event: 'sla.timer_met' },
  cancel: { from: ['running', 'paused'], to: 'cancelled', event: 'sla.timer_cancelled' },
} as const satisfies Record<string, { from: TimerState[]; to: TimerState; event: string }>;

type Move = keyof typeof MOVES;
type Changed = (typeof MOVES)[Move]['event'] | 'sla.warned' | 'sla.breached';

/** What became of a timer, and the due time it had then. */
export interface Happening {
  name: Changed;
  at: Date;
  dueAt: Date | null;
  data: { reason?: string; breached?: boolean; lateMs?: number };
}

/** The running clock of one promise. Everything due before a change happens first, at its own time. */
export class Timer {
  readonly happened: Happening[] = [];
  /** The version that this one took over from. */
  replaces: string | null = null;
  touched = false;

  constructor(
    readonly row: TimerRow,
    private readonly base: TimeBase,
  ) {}

  /** Starts running, or paused where `kept` gives a reason. */
  static start(of: TimerOf & { version: number }, target: Target, at: Date, kept: Kept = {}): Timer {
    const { base, seconds, ...chosen } = target;
    const terms = { ...chosen, targetSeconds: seconds };
    const timer = new Timer({ ...BLANK, ...kept, ...of, ...terms, id: null, startedAt: at }, base);
    if (timer.row.pausedReason === null) timer.run(at);
    else timer.row.state = 'paused';
    return timer;
  }

  get open(): boolean {
    return this.row.state === 'running' || this.row.state === 'paused';
  }

  /** Whether the target is the one this timer runs by already. */
  measures(target: Target): boolean {
    const { policyId, targetSeconds, warnShare, calendarVersionId } = this.row;
    const sameClock = (calendarVersionId === null) === (target.calendarVersionId === null);
    return (
      policyId === target.policyId &&
      sameClock &&
      targetSeconds === target.seconds &&
      warnShare === target.warnShare
    );
  }

  /** Pauses; a timer that stands still already only gets another reason. */
  pause(at: Date, reason: string): void {
    if (this.row.state === 'running') this.move('pause', at, { reason });
    this.row.pausedReason = reason;
    this.touched = true;
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

  /** Ends this version for one with another target, which keeps what was consumed, and what was said already. */
  retarget(target: Target, at: Date): Timer {
    const wasPaused = this.row.state === 'paused';
    this.cancel(at, 'retargeted');
    const { consumedMs, pausedReason, warnedAt, breachedAt } = this.row;
    const past = (share: number) => consumedMs >= target.seconds * share * 1000;
    const next = Timer.start({ ...whose(this.row), version: this.row.version + 1 }, target, at, {
      consumedMs,
      pausedReason: wasPaused ? pausedReason : null,
      warnedAt: past(target.warnShare) ? warnedAt : null,
      breachedAt: past(1) ? breachedAt : null,
    });
    next.replaces = this.row.id;
    return next;
  }

  /** Warns and breaches, once each and in order, as far as their time has come. */
  fire(at: Date): void {
    const { row } = this;
    if (row.state !== 'running') return;
    if (row.warnedAt === null && row.warnAt && row.warnAt <= at) {
      row.warnedAt = row.warnAt;
      this.fired('sla.warned', row.warnAt, at);
    }
    if (row.breachedAt === null && row.dueAt && row.dueAt <= at) {
      row.breachedAt = row.dueAt;
      this.fired('sla.breached', row.dueAt, at);
    }
    row.nextFireAt = this.nextFiring();
  }

  private move(move: Move, at: Date, data: Happening['data']): void {
    const { from, to, event } = MOVES[move];
    if (!(from as readonly TimerState[]).includes(this.row.state)) {
      throw new Error(`timer ${this.row.id} is ${this.row.state}: it cannot ${move}`);
    }
    this.fire(at);
    if (to === 'running') this.run(at);
    else this.stop(at);
    this.row.state = to;
    if (to === 'paused') this.row.dueAt = this.row.warnAt = null;
    if (to === 'met' || to === 'cancelled') this.row.endedAt = at;
    this.tell(event, at, to === 'met' ? { breached: this.row.breachedAt !== null } : data);
  }

  private run(at: Date): void {
    const { row } = this;
    const after = (seconds: number) => add(at, Math.max(0, seconds - row.consumedMs / 1000), this.base);
    row.runningSince = at;
    row.pausedReason = null;
    row.dueAt = row.breachedAt ?? after(row.targetSeconds);
    row.warnAt = row.warnedAt ?? after(row.targetSeconds * row.warnShare);
    row.nextFireAt = this.nextFiring();
  }

  private stop(at: Date): void {
    const { row } = this;
    if (row.runningSince) row.consumedMs += Math.round(elapsed(row.runningSince, at, this.base) * 1000);
    row.runningSince = null;
    row.nextFireAt = null;
  }

  private nextFiring(): Date | null {
    if (this.row.breachedAt) return null;
    return this.row.warnedAt ? this.row.dueAt : this.row.warnAt;
  }

  private fired(name: 'sla.warned' | 'sla.breached', due: Date, at: Date): void {
    this.row.firedLateMs = at.getTime() - due.getTime();
    this.tell(name, due, { lateMs: this.row.firedLateMs });
  }

  private tell(name: Changed, at: Date, data: Happening['data']): void {
    this.touched = true;
    this.happened.push({ name, at, dueAt: this.row.dueAt, data });
  }
}
