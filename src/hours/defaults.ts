import type { LocalizedText } from '../platform/text/index.js';
import { type Calendar, type Week, type Window, ordinaryDaySeconds } from './calendar.js';
import type { CalendarDraft } from './calendar-draft.js';
import { CHINA_2026 } from './holidays.js';
import { resolve } from './inheritance.js';

export interface CalendarDefault {
  key: string;
  name: LocalizedText;
  draft: Omit<CalendarDraft, 'key' | 'name'>;
  calendar: Calendar;
}

const OFFICE_DAY: Window[] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];
const OFFICE = {
  key: 'office',
  name: { 'zh-CN': '工作时间', en: 'Office hours' },
  week: { ...everyDay(OFFICE_DAY), sat: [], sun: [] },
  holidays: CHINA_2026.region,
};
const ALWAYS = {
  key: 'always',
  name: { 'zh-CN': '全天候', en: 'Round the clock' },
  week: everyDay([['00:00', '24:00']]),
};

export function calendarsIn(zone: string): CalendarDefault[] {
  return [OFFICE, ALWAYS].map(({ key, name, ...hours }) => {
    const draft = { ...hours, zone };
    return { key, name, draft, calendar: resolve({ key, name, ...draft }, new Map(), () => CHINA_2026.days) };
  });
}

/** A working day of a new shop has this many seconds. */
export const WORKING_DAY = ordinaryDaySeconds(OFFICE);

function everyDay(windows: Window[]): Week {
  return { mon: windows, tue: windows, wed: windows, thu: windows, fri: windows, sat: windows, sun: windows };
}
