import type { DateTime } from 'luxon';
import type { Chance } from './chance.js';

export interface Opening {
  at: number;
  messages: number;
}

const OPENS_AT = 8;
const OPEN_MS = 15 * 3_600_000;

interface Some {
  tickets: number;
  messages: number;
}

/** The moments at which tickets open, and how many messages each of them gets. */
export class Openings {
  /** When the shop begins to hear customers, day by day. */
  private readonly mornings: number[];
  private readonly span: number;

  /** `from` begins a day, and `until` may lie in the midst of one. */
  constructor(
    private readonly wished: Some,
    from: DateTime,
    until: DateTime,
  ) {
    const days = Math.floor(until.diff(from, 'days').days);
    const openLast = until.toMillis() - until.startOf('day').set({ hour: OPENS_AT }).toMillis();
    this.mornings = Array.from({ length: days + 1 }, (_, day) =>
      from.plus({ days: day }).set({ hour: OPENS_AT }).toMillis(),
    );
    this.span = days * OPEN_MS + Math.min(Math.max(openLast, 0), OPEN_MS);
  }

  /** Customers write from eight in the morning to eleven at night. The earliest comes first. */
  *all(chance: Chance): Generator<Opening> {
    const { tickets } = this.wished;
    for (let index = 0, aside = 0; index < tickets; index += 1) {
      aside = index % 2 === 0 ? this.unevenness(index, chance) : -aside;
      const place = Math.floor((this.span * (index + chance.next())) / tickets);
      yield { at: this.momentOf(place), messages: this.evenly(index) + aside };
    }
  }

  private momentOf(place: number): number {
    return this.mornings[Math.floor(place / OPEN_MS)]! + (place % OPEN_MS);
  }

  /** Of two tickets one gets so many more messages and the other so many fewer, which leaves the sum. */
  private unevenness(index: number, chance: Chance): number {
    if (index + 1 === this.wished.tickets) return 0;
    return chance.below(Math.min(this.evenly(index), this.evenly(index + 1)));
  }

  private evenly(index: number): number {
    const { tickets, messages } = this.wished;
    return Math.floor(((index + 1) * messages) / tickets) - Math.floor((index * messages) / tickets);
  }
}
