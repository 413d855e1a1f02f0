import { type Calendar, type Week, type Window, WEEKDAYS, minutesOf } from './calendar.js';
import type { CalendarDraft, HolidayDay, Shorter } from './calendar-draft.js';

interface Plan {
  zone: string;
  week: Week;
  overrides: Calendar['overrides'];
  holidays: string | null;
  makeUp: readonly Window[] | null;
}

export type Drafts = ReadonlyMap<string, CalendarDraft>;
export type Holidays = (region: string) => readonly HolidayDay[];

const DAY_MINUTES = 24 * 60;
const EMPTY_WEEK = Object.fromEntries(WEEKDAYS.map((day) => [day, []])) as unknown as Week;

/** The draft's own overrides take precedence over the official days. */
export function resolve(draft: CalendarDraft, drafts: Drafts, holidays: Holidays): Calendar {
  const { zone, week, overrides, makeUp, ...plan } = planOf(draft, drafts);
  const days = plan.holidays === null ? [] : holidays(plan.holidays);
  const official = days.map(({ date, worked }) => [date, worked ? (makeUp ?? week.mon) : []] as const);
  return { zone, week, overrides: { ...Object.fromEntries(official), ...overrides } };
}

export function heirs(key: string, drafts: Drafts): string[] {
  return [...drafts.keys()].filter((each) => ancestry(each, drafts).includes(key));
}

/** Stops if a key comes twice, because a calendar might inherit from itself. */
export function ancestry(key: string, drafts: Drafts): string[] {
  const line: string[] = [];
  for (let at: string | null = key; at !== null && !line.includes(at); at = drafts.get(at)?.base ?? null) {
    line.push(at);
  }
  return line;
}

export function followedBy(draft: CalendarDraft, drafts: Drafts): string | null {
  return planOf(draft, drafts).holidays;
}

function planOf(draft: CalendarDraft, drafts: Drafts): Plan {
  const base = draft.base ? drafts.get(draft.base) : undefined;
  const from = base && shortened(planOf(base, drafts), draft.shorter);
  return {
    zone: draft.zone ?? from?.zone ?? '',
    week: { ...EMPTY_WEEK, ...from?.week, ...draft.week },
    overrides: { ...from?.overrides, ...draft.overrides },
    holidays: draft.holidays ?? from?.holidays ?? null,
    makeUp: draft.makeUp ?? from?.makeUp ?? null,
  };
}

function shortened(plan: Plan, by: Shorter | null | undefined): Plan {
  if (!by) return plan;
  const cut = <T extends Record<string, readonly Window[]>>(days: T) =>
    Object.fromEntries(
      Object.entries(days).map(([day, windows]) => [day, clipped(windows, by)]),
    ) as unknown as T;
  const makeUp = plan.makeUp && clipped(plan.makeUp, by);
  return { ...plan, week: cut(plan.week), overrides: cut(plan.overrides), makeUp };
}

function clipped(windows: readonly Window[], { opens, closes }: Shorter): Window[] {
  const spans = windows.map(minutesOf);
  const from = Math.min(...spans.map(([start]) => start)) + opens;
  const to = Math.max(...spans.map(([, end]) => end)) - closes;
  return spans
    .map(([start, end]): [number, number] => [Math.max(start, from), Math.min(end, to)])
    .filter(([start, end]) => start < end && start < DAY_MINUTES)
    .map(([start, end]) => [time(start), time(end)]);
}

function time(minutes: number): string {
  const ofDay = minutes > DAY_MINUTES ? minutes - DAY_MINUTES : minutes;
  const [hour, minute] = [Math.floor(ofDay / 60), ofDay % 60];
  return [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
}
