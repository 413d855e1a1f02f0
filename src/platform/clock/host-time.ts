/** An ordinary correction of the host's clock is smaller than this and is followed at once. */
const TOLERATED_MS = 1_000;
/** A jump that lasts this long is believed: a machine that slept, or a clock that somebody set right. */
const BELIEVED_AFTER_MS = 30_000;

interface Doubt {
  /** The wall clock was ahead of the steady one by this much. */
  lead: number;
  /** The doubt began at this time of the steady clock. */
  since: number;
}

/**
 * The time of the host, without the jumps that are gone again after seconds. What a due time leads to, such as a
 * breach, lasts, so time must not run ahead for a moment. While a jump is doubted, the steady clock counts on.
 */
export class HostTime {
  private lead = this.leadNow();
  private doubt?: Doubt;

  constructor(private readonly believed: (jumpMs: number) => void = () => undefined) {}

  now(): number {
    const lead = this.leadNow();
    if (Math.abs(lead - this.lead) <= TOLERATED_MS) this.follow(lead);
    else this.question(lead);
    return this.doubt ? Math.round(performance.now() + this.lead) : Date.now();
  }

  private follow(lead: number): void {
    this.lead = lead;
    this.doubt = undefined;
  }

  /** A clock that goes on jumping is doubted anew each time. */
  private question(lead: number): void {
    const steady = performance.now();
    if (!this.doubt || Math.abs(lead - this.doubt.lead) > TOLERATED_MS) this.doubt = { lead, since: steady };
    if (steady - this.doubt.since < BELIEVED_AFTER_MS) return;
    const jump = lead - this.lead;
    this.follow(lead);
    this.believed(jump);
  }

  private leadNow(): number {
    return Date.now() - performance.now();
  }
}
