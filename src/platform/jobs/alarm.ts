import type { Clock } from '../clock/index.js';

/** The hint of a nearer time may be lost, so the alarm rings at least this often. */
export const LOOK_AGAIN_MS = 20_000;
/** A due row may be locked by another process, so it is not asked for without a pause. */
const LEAST_MS = 50;

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

  /**
   * Must be called regularly. The alarm rings if the clock was moved past its time or the machine was asleep
   * then.
   */
  check(): void {
    if (this.clock.now().getTime() >= this.at) this.ring();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
