import { slices, type Calendar } from '../../hours/index.js';
import { DAY_MS, WEEK_MS, type Year } from './year.js';

/** No promise of a closed ticket reaches further. */
const AHEAD_DAYS = 60;

/** Says in which weeks all desks are open at the same times, so that what happened in one could have happened in another. */
export class Likeness {
  /** Days that are alike have the same number. */
  private readonly days: number[];
  private readonly begin: number;

  constructor(calendars: readonly Calendar[], year: Year) {
    this.begin = year.beginOf(year.weeks).toMillis();
    const count = year.weeks * 7 + AHEAD_DAYS;
    const kinds = new Map<string, number>();
    const openings = calendars.map((calendar) => this.openings(calendar, count));
    this.days = Array.from({ length: count }, (_, day) => {
      const kind = openings.map((of) => of[day]!.join(',')).join(';');
      if (!kinds.has(kind)) kinds.set(kind, kinds.size);
      return kinds.get(kind)!;
    });
  }

  /** Whether the calendars, from one moment to another, are as they are so many weeks later, or earlier if negative. */
  holds(from: number, to: number, weeks: number): boolean {
    const last = this.dayOf(to);
    for (let day = this.dayOf(from); day <= last; day += 1) {
      const kind = this.days[day];
      if (kind === undefined || kind !== this.days[day + weeks * 7]) return false;
    }
    return true;
  }

  /** The week, counted backwards from the last days, that most others are like, and how many these are. */
  usual({ weeks }: Year): { weeksAgo: number; alike: number } {
    const ago = Array.from({ length: weeks }, (_, index) => index + 1);
    const found = ago.map((weeksAgo) => {
      const begin = this.begin + (weeks - weeksAgo) * WEEK_MS;
      const alike = ago.filter((other) => this.holds(begin, begin + 2 * WEEK_MS - 1, weeksAgo - other));
      return { weeksAgo, alike: alike.length };
    });
    return found.reduce((best, one) => (one.alike > best.alike ? one : best), { weeksAgo: 1, alike: 0 });
  }

  private dayOf(moment: number): number {
    return Math.floor((moment - this.begin) / DAY_MS);
  }

  /** Of each day, when it opens and closes, counted from its beginning. */
  private openings(calendar: Calendar, count: number): number[][] {
    const days = Array.from({ length: count }, (): number[] => []);
    const end = this.begin + count * DAY_MS;
    for (const { from, to } of slices(new Date(this.begin), new Date(end), calendar)) {
      for (let day = this.dayOf(from.getTime()); day <= this.dayOf(to.getTime() - 1); day += 1) {
        const midnight = this.begin + day * DAY_MS;
        days[day]!.push(Math.max(from.getTime() - midnight, 0), Math.min(to.getTime() - midnight, DAY_MS));
      }
    }
    return days;
  }
}
