import { type PreviewDay, type Week, type Weekday, WEEKDAYS, type Window } from '../../../../hours/index.js';

export interface BarDay {
  date: string;
  weekday: Weekday;
  bars: { from: number; length: number }[];
  /** The hours differ from the usual ones of this weekday because of a holiday or a make-up working day. */
  special: boolean;
  seconds: number;
}

const DAY_MINUTES = 24 * 60;

export function barsOf(days: readonly PreviewDay[]): BarDay[] {
  return days.map(({ date, bars, special, seconds }, index) => {
    const night = (days[index - 1]?.bars ?? []).map(({ from, to }) => [from - DAY_MINUTES, to - DAY_MINUTES]);
    const spans = [...night, ...bars.map(({ from, to }) => [from, to])]
      .map(([from = 0, to = 0]) => [Math.max(0, from), Math.min(DAY_MINUTES, to)] as const)
      .filter(([from, to]) => to > from);
    const weekday = WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'mon';
    return {
      date,
      weekday,
      special,
      seconds,
      bars: spans.map(([from, to]) => ({ from, length: to - from })),
    };
  });
}

export function weekLines(week: Partial<Week>): { from: string; to: string; windows: readonly Window[] }[] {
  const lines: { from: string; to: string; windows: readonly Window[] }[] = [];
  let before: Weekday | undefined;
  for (const day of WEEKDAYS) {
    const windows = week[day];
    if (!windows) continue;
    const last = lines.at(-1);
    const follows = last && before === WEEKDAYS[WEEKDAYS.indexOf(day) - 1];
    if (follows && JSON.stringify(last.windows) === JSON.stringify(windows)) last.to = day;
    else lines.push({ from: day, to: day, windows });
    before = day;
  }
  return lines;
}
