export interface Limit {
  points: number;
  seconds: number;
}

interface Counter {
  take(name: string, limit: Limit, who: string): Promise<number>;
  taken(name: string, points: number, who: string): Promise<number>;
  forget(name: string, points: number, who: string): Promise<void>;
}

const FIRST_WAIT_S = 15;
const LONGEST_WAIT_S = 900;
const FORGOTTEN_AFTER_S = 24 * 3_600;
const UNLIMITED = 1_000_000_000;

/**
 * Slows down guessing. After the free guesses, one more is allowed per wait, and each wrong one doubles the
 * wait, up to 15 minutes.
 */
export class BackOff {
  constructor(
    private readonly name: string,
    private readonly limits: Counter,
    private readonly free = 5,
  ) {}

  /**
   * Must be called before each guess, which counts as wrong until `forget` is called. Throws `TooMany` during
   * the wait, even if the guess is right.
   */
  async guess(who: string): Promise<void> {
    const before = await this.limits.taken(this.failures, UNLIMITED, who);
    if (before >= this.free) await this.takeTurn(who, before);
    const counted = await this.limits.take(
      this.failures,
      { points: UNLIMITED, seconds: FORGOTTEN_AFTER_S },
      who,
    );
    const overtaken = before < this.free && counted > this.free;
    if (overtaken) await this.takeTurn(who, counted);
  }

  async forget(who: string): Promise<void> {
    await this.limits.forget(this.failures, UNLIMITED, who);
    await this.limits.forget(this.turns, 1, who);
  }

  /** Of guesses at the same moment, only one is let through. */
  private async takeTurn(who: string, failures: number): Promise<void> {
    const seconds = Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (failures - this.free));
    await this.limits.take(this.turns, { points: 1, seconds } satisfies Limit, who);
  }

  private get failures(): string {
    return `${this.name}-wrong`;
  }
  private get turns(): string {
    return `${this.name}-turn`;
  }
}
