import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { CalendarChanges, Explanations } from '../../src/sla/index.js';
import { CalendarPlans, type CalendarDraft, OfficialHolidays } from '../../src/hours/index.js';
import { Desk, shanghai } from './desk.js';

const LATE = [['09:00', '20:00']] as const;
const late: CalendarDraft = {
  key: 'late',
  name: { 'zh-CN': '晚班', en: 'Late' },
  zone: 'Asia/Shanghai',
  week: { mon: LATE, tue: LATE, wed: LATE, thu: LATE, fri: LATE },
  holidays: 'CN',
};
const shorter: CalendarDraft = {
  key: 'short',
  name: { 'zh-CN': '短班', en: 'Short' },
  base: 'late',
  shorter: { opens: 60, closes: 60 },
};

let desk: Desk;
let changes: CalendarChanges;
let holidays: OfficialHolidays;
beforeAll(async () => {
  desk = await Desk.open();
  changes = desk.platform.get(CalendarChanges);
  holidays = desk.platform.get(OfficialHolidays);
  desk.at('2026-11-20 08:00');
  await changes.save(late, { move: 'none' });
  await changes.save(shorter, { move: 'none' });
  await changes.give('support', 'short');
});
afterAll(() => desk.close());

const firstDue = async (ticket: string) => (await desk.timer(ticket, 'first_response')).dueAt;

describe('a calendar that is changed while timers run', () => {
  const closedAtSix = { ...late, week: { ...late.week, fri: [['09:00', '18:00']] as const } };
  let stays: string;
  let goes: string;
  let elsewhere: string;

  beforeAll(async () => {
    desk.at('2026-11-20 17:00');
    stays = await desk.ticket('inquiry', 'P2');
    goes = await desk.ticket('inquiry', 'P2');
    elsewhere = await desk.ticket('system_fault', 'P0');
    desk.at('2026-11-20 17:30');
  });

  it('a change of a calendar first lists the timers it would move, with old and new due time', async () => {
    const { data, next } = await changes.affected(closedAtSix);
    const number = (ticket: string) => `T${100_000 + Number(ticket)}`;
    const responses = data.filter(({ metric }) => metric === 'first_response');
    // Half an hour is used and the short day ended at 17:00, so that the rest moves to Monday at 10:00.
    expect(responses).toEqual(
      [stays, goes].map((ticket) => ({
        timerId: expect.any(String),
        number: number(ticket),
        metric: 'first_response',
        key: '',
        from: shanghai('2026-11-20 19:00'),
        to: shanghai('2026-11-23 11:30'),
        ends: false,
      })),
    );
    expect(data.some((moved) => moved.number === number(elsewhere))).toBe(false);
    expect(next).toBeNull();
    expect(await firstDue(goes)).toEqual(shanghai('2026-11-20 19:00'));
  });

  it('a change of a calendar moves the chosen timers alone, and keeps their consumed time', async () => {
    const { id } = await desk.timer(goes, 'first_response');
    expect(await changes.save(closedAtSix, { move: [id] })).toBe(1);
    expect(await firstDue(stays)).toEqual(shanghai('2026-11-20 19:00'));
    const moved = await desk.timer(goes, 'first_response');
    expect(moved).toMatchObject({ version: 2, dueAt: shanghai('2026-11-23 11:30') });
    const line = await desk.platform.get(Explanations).line(goes, moved.id);
    expect(line).toMatchObject([
      { keptSeconds: 1800, calendar: { key: 'short', version: 2 }, replaces: id },
      { keptSeconds: 0, calendar: { key: 'short', version: 1 }, id, consumedSeconds: 1800 },
    ]);
  });

  it('new timers count in the newest version, and old ones that change priority stay within theirs', async () => {
    const fresh = await desk.ticket('inquiry', 'P2');
    expect(await firstDue(fresh)).toEqual(shanghai('2026-11-23 12:00'));
    await desk.priority(stays, 'P3');
    expect(await firstDue(stays)).toEqual(shanghai('2026-11-23 13:30'));
  });

  it('a paused timer is moved too, and stays without a due time', async () => {
    const paused = await desk.ticket('inquiry', 'P2');
    await desk.status(paused, 'open', 'on_hold');
    await changes.save(late, { move: 'all' });
    expect(await desk.timer(paused, 'resolution')).toMatchObject({
      version: 2,
      state: 'paused',
      dueAt: null,
    });
    const { rows } = await unmoved();
    expect(rows).toBe(0);
  });

  it('a calendar is refused when somebody else saved a newer version meanwhile', async () => {
    await expect(changes.save(late, { move: 'none', expected: 1 })).rejects.toMatchObject({
      code: 'changed_meanwhile',
      details: { version: 3 },
    });
  });

  const unmoved = () =>
    desk.database.one<{ rows: number }>(sql`
      select count(*)::int as rows from timer t join calendar_version v on v.id = t.calendar_version_id
       where t.state in ('running', 'paused') and v.version < (
         select max(version) from calendar_version n where n.calendar_id = v.calendar_id)`);
});

it('a department that is given another calendar has its timers moved when that is chosen', async () => {
  desk.at('2026-11-24 18:00');
  const ticket = await desk.ticket('inquiry', 'P2');
  expect(await firstDue(ticket)).toEqual(shanghai('2026-11-25 11:00'));
  expect(await changes.give('support', 'late', 'all')).toBeGreaterThan(0);
  expect(await firstDue(ticket)).toEqual(shanghai('2026-11-24 20:00'));
  await changes.give('support', 'short', 'all');
});

describe('the official holidays', () => {
  const in2027 = JSON.stringify({
    year: 2027,
    days: [
      { name: '元旦', date: '2027-01-01', isOffDay: true },
      { name: '元旦', date: '2027-01-02', isOffDay: true },
      { name: '元旦', date: '2027-01-03', isOffDay: false },
    ],
  });

  it('the official holidays of the coming year are missed from the first of November on', async () => {
    desk.at('2026-10-31 23:59');
    expect(await holidays.missing()).toEqual([]);
    desk.at('2026-11-01 00:00');
    expect(await holidays.missing()).toEqual([
      { region: 'CN', year: 2027, calendars: ['office', 'late', 'short'] },
    ]);
  });

  it('official holidays are imported from a file, and move the timers that run across them', async () => {
    desk.at('2026-12-31 18:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    expect(await firstDue(ticket)).toEqual(shanghai('2027-01-01 11:00'));
    const { data } = await changes.affectedByHolidays(in2027);
    expect(data.find(({ metric }) => metric === 'first_response')).toMatchObject({
      from: shanghai('2027-01-01 11:00'),
      to: shanghai('2027-01-03 11:00'),
    });
    await changes.importHolidays(in2027, 'holiday-cn', { move: 'all' });
    expect(await firstDue(ticket)).toEqual(shanghai('2027-01-03 11:00'));
    expect(await holidays.missing()).toEqual([]);
  });

  it('official holidays are kept as data, together with their source', async () => {
    const lists = await holidays.lists();
    expect(lists.map(({ region, year, days }) => [region, year, days.length])).toEqual([
      ['CN', 2026, 39],
      ['CN', 2027, 3],
    ]);
    expect(lists[1]).toMatchObject({ source: 'holiday-cn' });
  });
});

describe('a wrong calendar', () => {
  it.each([
    ['a base that does not exist', { ...shorter, base: 'nowhere' }, { base: 'unknown' }],
    ['a base that inherits from it', { ...late, base: 'short' }, { base: 'circular_base' }],
    ['a list that nobody imported', { ...late, holidays: 'HK' }, { holidays: 'unknown' }],
    ['no window at all', { ...late, week: {} }, { week: 'no_window' }],
    ['no hours left', { ...shorter, shorter: { opens: 400, closes: 400 } }, { week: 'no_window' }],
    [
      'minutes that make no sense',
      { ...shorter, shorter: { opens: -5, closes: 0 } },
      { 'shorter.opens': 'out_of_range:720' },
    ],
    ['a key that is none', { ...late, key: 'L 1' }, { key: 'bad_key' }],
    ['no name', { ...late, name: { 'zh-CN': ' ', en: '' } }, { name: 'required' }],
    [
      'windows that overlap on a date',
      {
        ...late,
        overrides: {
          '2026-12-24': [
            ['09:00', '12:00'],
            ['11:00', '13:00'],
          ] as const,
        },
      },
      { 'overrides.2026-12-24': 'overlapping_windows' },
    ],
    [
      'a night that runs into the next morning',
      {
        ...late,
        week: { ...late.week, sun: [['22:00', '06:00']] as const, mon: [['05:30', '12:00']] as const },
      },
      { 'week.sun': 'overlapping_next_day' },
    ],
    [
      'a date whose night or morning overlaps the days beside it',
      {
        ...late,
        week: { ...late.week, thu: [['22:00', '06:00']] as const, fri: [['06:00', '12:00']] as const },
        overrides: {
          '2026-12-25': [['05:00', '12:00']] as const,
          '2026-12-17': [['23:00', '07:00']] as const,
        },
      },
      { 'overrides.2026-12-25': 'overlapping_next_day', 'overrides.2026-12-17': 'overlapping_next_day' },
    ],
  ])('a wrong calendar is refused beside the field: %s', async (_, draft, fields) => {
    await expect(changes.save(draft, { move: 'none' })).rejects.toMatchObject({
      code: 'invalid',
      details: { fields },
    });
  });

  it('a calendar is refused when it leaves an heir without hours', async () => {
    const tiny = { ...late, week: { mon: [['09:00', '10:30']] as const } };
    await expect(changes.save(tiny, { move: 'none' })).rejects.toMatchObject({ code: 'invalid' });
  });
});

it('a draft of a calendar is previewed before it is saved', async () => {
  const days = await desk.platform.get(CalendarPlans).preview({ ...shorter, base: 'office' }, '2026-11-20');
  expect(days[0]).toMatchObject({
    bars: [
      { from: 600, to: 720 },
      { from: 810, to: 1020 },
    ],
  });
});
