/** The median of so few samples would follow a single late push. */
const FEWEST = 5;
/** After a clock was set right, half as many pushes are enough to notice. */
const MOST = 31;
/** Pushes take a moment and carry whole seconds, so a smaller difference says nothing about a clock. */
const NOISE_MS = 5_000;
const ABSURD_MS = 10 * 60_000;

/** How far a provider's clock goes ahead of ours, by the median of its latest pushes. */
export class ClockSamples {
  private readonly latest: number[] = [];

  add(told: Date, receivedAt: Date): void {
    const ahead = told.getTime() - receivedAt.getTime();
    if (Math.abs(ahead) > ABSURD_MS) return;
    this.latest.push(ahead);
    if (this.latest.length > MOST) this.latest.shift();
  }

  get count(): number {
    return this.latest.length;
  }

  /** Undefined until enough pushes have come. */
  get aheadMs(): number | undefined {
    if (this.latest.length < FEWEST) return undefined;
    const sorted = [...this.latest].sort((one, other) => one - other);
    const median = sorted[Math.floor(sorted.length / 2)]!;
    return Math.abs(median) < NOISE_MS ? 0 : median;
  }
}
