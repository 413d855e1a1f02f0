import { type Calendar, type Week, type Window, ordinaryDaySeconds } from './calendar.js';
import { chinaHolidays } from './holidays.js';
import type { Metric } from './metrics.js';
import type { Policy } from './target.js';

/** What a thing is called, by language. */
export type Name = Record<'zh-CN' | 'en', string>;

export interface CalendarDefault {
  key: string;
  name: Name;
  calendar: Calendar;
}

export interface TargetDefault {
  metric: Metric;
  seconds: number;
  clock: 'wall' | 'working';
}

export interface PolicyDefault {
  key: string;
  name: Name;
  conditions: Policy['conditions'];
  targets: TargetDefault[];
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const OFFICE_DAY: Window[] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];
const OFFICE: Calendar = {
  zone: 'Asia/Shanghai',
  week: { ...everyDay(OFFICE_DAY), sat: [], sun: [] },
  overrides: chinaHolidays(OFFICE_DAY),
};
const WORKING_DAY = ordinaryDaySeconds(OFFICE);

export const CALENDARS: CalendarDefault[] = [
  { key: 'office', name: { 'zh-CN': '工作时间', en: 'Office hours' }, calendar: OFFICE },
  {
    key: 'always',
    name: { 'zh-CN': '全天候', en: 'Round the clock' },
    calendar: { zone: 'Asia/Shanghai', week: everyDay([['00:00', '24:00']]), overrides: {} },
  },
];

/** In their order: the first that matches a ticket applies. */
export const POLICIES: PolicyDefault[] = [
  policy('refund', { 'zh-CN': '退款', en: 'Refunds' }, { type: 'refund' }, [
    working(2 * HOUR),
    wall(12 * HOUR),
  ]),
  policy('p0', { 'zh-CN': 'P0 紧急', en: 'P0 emergency' }, { priority: 'P0' }, [
    wall(5 * MINUTE),
    wall(4 * HOUR),
  ]),
  policy('p1', { 'zh-CN': 'P1 高', en: 'P1 high' }, { priority: 'P1' }, [wall(30 * MINUTE), wall(24 * HOUR)]),
  policy('p2', { 'zh-CN': 'P2 普通', en: 'P2 normal' }, { priority: 'P2' }, [
    working(2 * HOUR),
    working(2 * WORKING_DAY),
  ]),
  policy('p3', { 'zh-CN': 'P3 低', en: 'P3 low' }, { priority: 'P3' }, [
    working(4 * HOUR),
    working(5 * WORKING_DAY),
  ]),
];

type Promised = Omit<TargetDefault, 'metric'>;

function policy(
  key: string,
  name: Name,
  conditions: Policy['conditions'],
  [response, resolution]: [Promised, Promised],
): PolicyDefault {
  const targets: TargetDefault[] = [
    { metric: 'first_response', ...response },
    { metric: 'next_response', ...response },
    { metric: 'resolution', ...resolution },
    { metric: 'acceptance', ...working(HOUR) },
    { metric: 'department', ...working(6 * HOUR) },
  ];
  return { key, name, conditions, targets };
}

function wall(seconds: number): Promised {
  return { seconds, clock: 'wall' };
}

function working(seconds: number): Promised {
  return { seconds, clock: 'working' };
}

function everyDay(windows: Window[]): Week {
  return { mon: windows, tue: windows, wed: windows, thu: windows, fri: windows, sat: windows, sun: windows };
}
