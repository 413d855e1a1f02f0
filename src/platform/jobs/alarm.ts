import type { Clock } from '../clock/index.js';

/** Another process may have stored a nearer time, and its hint may be lost. */
export const LOOK_AGAIN_MS = 20_000;
/** A row may be due but locked by another process. It is not asked for without a pause. */
const LEAST_MS = 50;

/** The alarm rings at a time of the business clock, which may jump. */
export class Alarm {
  private at = 0;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  set(instant: Date | null): void {
    const now = this.clock.now().getTime();
    this.at = Math.min(instant?.getTime() ?? Infinity, now + LOOK_AGAIN_MS);
    clearTimeout(this.timer);
    this.timer = setTimeout(this.ring, Math.max(LEAST_MS, this.at - now));
    this.timer.unref();
  }

  /** Call it regularly. It rings if the clock was moved past the time or the machine was asleep then. */
  check(): void {
    if (this.clock.now().getTime() >= this.at) this.ring();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
