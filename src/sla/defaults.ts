import { type Calendar, type Week, type Window, ordinaryDaySeconds } from './calendar.js';
import type { CalendarDraft } from './calendar-draft.js';
import { CHINA_2026 } from './holidays.js';
import { resolve } from './inheritance.js';
import type { Policy, TargetSetting } from './policy.js';
import type { Step } from './step.js';

/** What a thing is called, by language. */
export type Name = Record<'zh-CN' | 'en', string>;

export interface CalendarDefault {
  key: string;
  name: Name;
  draft: Omit<CalendarDraft, 'key' | 'name'>;
  calendar: Calendar;
}

export interface PolicyDefault extends Pick<Policy, 'conditions' | 'targets' | 'ladder'> {
  key: string;
  name: Name;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const OFFICE_DAY: Window[] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];
const OFFICE: CalendarDraft = {
  key: 'office',
  name: { 'zh-CN': '工作时间', en: 'Office hours' },
  zone: 'Asia/Shanghai',
  week: { ...everyDay(OFFICE_DAY), sat: [], sun: [] },
  holidays: CHINA_2026.region,
};
const ALWAYS: CalendarDraft = {
  key: 'always',
  name: { 'zh-CN': '全天候', en: 'Round the clock' },
  zone: 'Asia/Shanghai',
  week: everyDay([['00:00', '24:00']]),
};

export const CALENDARS: CalendarDefault[] = [OFFICE, ALWAYS].map(({ key, name, ...draft }) => ({
  ...{ key, name, draft },
  calendar: resolve({ key, name, ...draft }, new Map(), () => CHINA_2026.days),
}));
const WORKING_DAY = ordinaryDaySeconds(CALENDARS[0]!.calendar);

/** Whoever has the ticket is warned, and the lead hears of what was not kept. */
const ORDINARY: Step[] = [
  { at: { share: 0.75 }, whom: 'owner', by: ['console'] },
  { at: 'breach', whom: 'lead', by: ['console'] },
];
const LADDERS: Record<string, Step[]> = {
  p0: [
    { metrics: ['first_response'], at: 'start', whom: 'on_call', by: ['console'], acknowledgeSeconds: 180 },
    ...ORDINARY,
    { at: 'breach', afterSeconds: 600, whom: 'admin', by: ['console'] },
  ],
};

/** In their order: the first that matches a ticket applies. */
export const POLICIES: PolicyDefault[] = [
  policy('refund', { 'zh-CN': '退款', en: 'Refunds' }, { type: ['refund'] }, [
    response(working(2 * HOUR)),
    // Twelve hours in all, shared between the desk that answers and the one that pays.
    [
      target('resolution', wall(12 * HOUR)),
      target('department', wall(4 * HOUR), 'support'),
      target('department', wall(8 * HOUR), 'finance'),
    ],
  ]),
  policy('p0', { 'zh-CN': 'P0 紧急', en: 'P0 emergency' }, { priority: ['P0'] }, [
    response(wall(5 * MINUTE)),
    [target('resolution', wall(4 * HOUR))],
  ]),
  policy('p1', { 'zh-CN': 'P1 高', en: 'P1 high' }, { priority: ['P1'] }, [
    response(wall(30 * MINUTE)),
    [target('resolution', wall(24 * HOUR))],
  ]),
  policy('p2', { 'zh-CN': 'P2 普通', en: 'P2 normal' }, { priority: ['P2'] }, [
    response(working(2 * HOUR)),
    [target('resolution', working(2 * WORKING_DAY))],
  ]),
  policy('p3', { 'zh-CN': 'P3 低', en: 'P3 low' }, { priority: ['P3'] }, [
    response(working(4 * HOUR)),
    [target('resolution', working(5 * WORKING_DAY))],
  ]),
];

type Promised = Pick<TargetSetting, 'seconds' | 'clock'>;

function policy(
  key: string,
  name: Name,
  conditions: Policy['conditions'],
  targets: TargetSetting[][],
): PolicyDefault {
  const desks = [target('acceptance', working(HOUR)), target('department', working(6 * HOUR))];
  return { key, name, conditions, targets: [...targets.flat(), ...desks], ladder: LADDERS[key] ?? ORDINARY };
}

function response(promised: Promised): TargetSetting[] {
  return [target('first_response', promised), target('next_response', promised)];
}

function target(metric: TargetSetting['metric'], promised: Promised, key = ''): TargetSetting {
  return { metric, key, ...promised, calendar: null, name: null };
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
