/** The same seed gives the same numbers on every machine. This is no secret and must never serve as one. */
export class Chance {
  constructor(private state: number) {}

  /** A number from 0 to 1, which is never reached. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  happens(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(among: readonly T[]): T {
    return among[this.below(among.length)]!;
  }

  /** Waiting times: most are near `usual`, a few are many times as long. */
  wait(usual: number): number {
    return Math.round(-Math.log(1 - this.next()) * usual);
  }
}
