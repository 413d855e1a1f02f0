import type { TargetSetting } from '../../../../sla/index.js';

export const UNITS = ['minute', 'hour', 'day'] as const;
export type Unit = (typeof UNITS)[number];

export interface Span {
  amount: string;
  unit: Unit;
}

/** Returns the working seconds of a day. The key null stands for the departments' own calendar. */
export type DayLength = (calendar: string | null) => number;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const WALL_DAY = 24 * HOUR;

type Counted = Pick<TargetSetting, 'clock' | 'calendar'>;

/** Chooses the largest unit that gives a whole number, such as two working days or 90 minutes. */
export function spanOf({ seconds, ...counted }: Counted & { seconds: number }, dayOf: DayLength): Span {
  const sizes = sizesOf(counted, dayOf);
  const unit = largestUnit(seconds, sizes, counted.clock);
  return { amount: String(Math.round((seconds / sizes[unit]) * 100) / 100), unit };
}

function largestUnit(seconds: number, sizes: Record<Unit, number>, clock: Counted['clock']): Unit {
  const fits = (unit: Unit) => seconds % sizes[unit] === 0;
  if (fits('day') && !(clock === 'wall' && seconds === WALL_DAY)) return 'day';
  return fits('hour') ? 'hour' : 'minute';
}

/** Returns NaN if the amount is not a number. */
export function secondsOf({ amount, unit }: Span, counted: Counted, dayOf: DayLength): number {
  const number = Number(amount.trim().replace(',', '.'));
  return Math.round(number * sizesOf(counted, dayOf)[unit]);
}

export function unitOf(text: string): Unit {
  return UNITS.find((unit) => unit === text) ?? 'hour';
}

function sizesOf({ clock, calendar }: Counted, dayOf: DayLength): Record<Unit, number> {
  return { minute: MINUTE, hour: HOUR, day: clock === 'wall' ? WALL_DAY : dayOf(calendar) };
}
