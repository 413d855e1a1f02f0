import { add, type Calendar } from '../../src/hours/index.js';
import { calendarsIn } from '../../src/hours/defaults.js';
import { ordinaryDaySeconds } from '../../src/hours/calendar.js';
import type { Bench } from '../bench.js';

const STARTS = 20_000;
const AT_ONCE = 50;
const DAYS = 30;
const YEAR = { from: Date.UTC(2026, 0, 1), ms: 365 * 86_400_000 };

export const businessTime: Bench = {
  about: 'a due time thirty working days ahead, from any instant of a year',
  async run(stage) {
    const shop = calendarsIn('Asia/Shanghai')[0]!.calendar;
    const starts = Array.from({ length: STARTS }, () => new Date(YEAR.from + Math.random() * YEAR.ms));
    measure(shop, starts);
    const took = measure(shop, starts);
    const at = (share: number) => took[Math.floor(took.length * share)]! * 1000;
    stage.report({ name: 'business-time.due', value: at(0.5), unit: 'µs', p99: Number(at(0.99).toFixed(2)) });
  },
};

/**
 * Returns the milliseconds per due time, sorted. Several are measured together, because one is too short for the clock.
 */
function measure(calendar: Calendar, starts: readonly Date[], together = AT_ONCE): number[] {
  const seconds = DAYS * ordinaryDaySeconds(calendar);
  const took: number[] = [];
  for (let next = 0; next < starts.length; next += together) {
    const begun = performance.now();
    for (const start of starts.slice(next, next + together)) add(start, seconds, calendar);
    took.push((performance.now() - begun) / together);
  }
  return took.sort(byNumber);
}

function byNumber(a: number, b: number): number {
  return a - b;
}
