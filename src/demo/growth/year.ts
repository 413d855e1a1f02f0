import { DateTime } from 'luxon';
import type { Ground } from './ground.js';

const DAYS = 365;
/** A ticket is closed so long after its customer may no longer reopen it. */
const CLOSING_DAYS = 2;
export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;

/** A year up to now: whole weeks whose tickets are closed by now, and the last days, whose tickets may be open. */
export class Year {
  /** The last days begin then. */
  readonly cut: DateTime;
  readonly weeks: number;
  readonly now: DateTime;

  constructor(now: Date, zone: string, { types }: Pick<Ground, 'types'>) {
    const last = Math.max(...types.map(({ reopenDays }) => reopenDays)) + CLOSING_DAYS;
    this.now = DateTime.fromJSDate(now, { zone });
    this.cut = this.now.startOf('day').minus({ days: last });
    this.weeks = Math.max(Math.floor((DAYS - last) / 7), 0);
  }

  get since(): DateTime {
    return this.now.startOf('day').minus({ days: DAYS });
  }

  /** How a number is shared between whole weeks and the last days. */
  shared(number: number): { weeks: number; last: number } {
    const lastMs = this.now.toMillis() - this.cut.toMillis();
    const last = Math.round((number * lastMs) / (this.weeks * WEEK_MS + lastMs));
    return { weeks: number - last, last };
  }

  /** A week has seven times 24 hours, so that times of different weeks can be compared. */
  beginOf(weeksAgo: number): DateTime {
    return this.cut.minus({ milliseconds: weeksAgo * WEEK_MS });
  }
}
