import { type Calendar, WEEKDAYS, minutesOf } from './calendar.js';
import { slices } from './business-time.js';
import { instantAt } from './opening-hours.js';

/** Bars are in local minutes of the day from 0 to 1440, or beyond if a window continues after midnight. */
export interface PreviewDay {
  date: string;
  bars: { from: number; to: number }[];
  /** An override or an official day decides about this day, and not the week. */
  special: boolean;
  /** The day has this many working seconds, also if clocks go forward or back on it. */
  seconds: number;
}

const DAY = 24 * 60 * 60_000;

export function preview(calendar: Calendar, date: string, count = 14): PreviewDay[] {
  const first = Date.parse(`${date}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => previewDay(calendar, first + index * DAY));
}

function previewDay(calendar: Calendar, midnight: number): PreviewDay {
  const date = new Date(midnight).toISOString().slice(0, 10);
  const weekday = WEEKDAYS[(new Date(midnight).getUTCDay() + 6) % 7] ?? 'mon';
  const override = calendar.overrides[date];
  const worked = slices(instantAt(calendar, date), instantAt(calendar, dateAfter(midnight)), calendar);
  return {
    date,
    bars: (override ?? calendar.week[weekday])
      .map(minutesOf)
      .sort(([a], [b]) => a - b)
      .map(([from, to]) => ({ from, to })),
    special: override !== undefined,
    seconds: worked.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

function dateAfter(midnight: number): string {
  return new Date(midnight + DAY).toISOString().slice(0, 10);
}
