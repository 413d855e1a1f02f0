import type { Clock } from '../clock/index.js';

/** However far away the next instant is: another process may have put down a nearer one, and its hint been lost. */
export const LOOK_AGAIN_MS = 20_000;
/** What is due and held by somebody else is not asked for without pause. */
const LEAST_MS = 50;

/** Rings at an instant of the business clock, which may jump. */
export class Alarm {
  private at = 0;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  /** In place of what was set before. */
  set(instant: Date | null): void {
    const now = this.clock.now().getTime();
    this.at = Math.min(instant?.getTime() ?? Infinity, now + LOOK_AGAIN_MS);
    clearTimeout(this.timer);
    this.timer = setTimeout(this.ring, Math.max(LEAST_MS, this.at - now));
    this.timer.unref();
  }

  /** Called every so often: rings where the clock was moved, or the machine slept, past the instant. */
  check(): void {
    if (this.clock.now().getTime() >= this.at) this.ring();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
