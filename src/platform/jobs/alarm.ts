import type { Clock } from '../clock/index.js';

/**
 * The alarm looks again after this time even where nothing is due sooner: another process may have stored a nearer
 * instant whose hint was lost.
 */
export const LOOK_AGAIN_MS = 20_000;
/** Something that is due but locked by another process is not asked for without a pause. */
const LEAST_MS = 50;

/** Rings at an instant of the business clock, which may jump. */
export class Alarm {
  private at = 0;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  /** Replaces the instant that was set before. */
  set(instant: Date | null): void {
    const now = this.clock.now().getTime();
    this.at = Math.min(instant?.getTime() ?? Infinity, now + LOOK_AGAIN_MS);
    clearTimeout(this.timer);
    this.timer = setTimeout(this.ring, Math.max(LEAST_MS, this.at - now));
    this.timer.unref();
  }

  /** Call it regularly: it rings where the clock was moved past the instant, or where the machine slept through it. */
  check(): void {
    if (this.clock.now().getTime() >= this.at) this.ring();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
