import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { CalendarPlans } from '../../src/hours/index.js';
import { readWindows, sayWindows } from '../../src/web/console/settings/hours/windows-text.js';
import { besideField, type Desk, faultsOn, linkIn, Workbench, wordsOf } from './workbench.js';

/** The shop is closed at this moment, so that its hours alone decide when something is due. */
const FRIDAY_EVENING = new Date('2026-11-27T20:00:00+08:00');
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const SHOP = '09:00-12:00, 13:30-18:00';
/** Returns the fields of these days, each with the same hours. */
const week = (hours: string, days: readonly string[] = DAYS) =>
  Object.fromEntries(days.map((day) => [`week[${day}]`, hours]));
const shop = {
  ...week(SHOP),
  ...week('', ['sat', 'sun']),
  ...{ 'name[zh-CN]': '门店', 'name[en]': 'Shop', zone: 'Asia/Shanghai', holidays: 'CN', version: '' },
};

let bench: Workbench;
let wutao: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  await bench.server.get(Clock).moveTo(FRIDAY_EVENING);
  wutao = await bench.desk('wutao');
  await wutao.get('/settings/calendars/new');
});
afterAll(() => bench.close());

const plan = async (key: string) =>
  (await bench.server.get(CalendarPlans).list()).find((each) => each.key === key);

describe('hours as people write them', () => {
  it.each([
    ['9-12, 13:30–18', '09:00–12:00, 13:30–18:00'],
    ['９：００－１２：００；1330~1800', '09:00–12:00, 13:30–18:00'],
    ['22:00 至 06:00', '22:00–06:00'],
    ['8 到 24', '08:00–24:00'],
    ['24h', '00:00–24:00'],
    ['休', ''],
  ])('hours typed as %s are read', (text, said) => expect(sayWindows(readWindows(text)!)).toBe(said));

  it('hours that cannot be read are left as they were typed', () => {
    expect(readWindows('nine to five')).not.toEqual([]);
    expect(readWindows('9-12-18')).toEqual([['9-12-18', '9-12-18']]);
    expect(readWindows('  ')).toBeNull();
  });
});

describe('a calendar', () => {
  it('a calendar is made with any number of windows, past midnight, to 24:00, and with dates of its own', async () => {
    const made = await wutao.post('/settings/calendars', {
      ...shop,
      ...{ 'week[fri]': '06-08, 9-12, 13-17, 22-06', 'week[sat]': '18-24' },
      ...{ 'days[0][date]': '2026-12-05', 'days[0][hours]': '10-16' },
      ...{ 'days[1][date]': '2026-12-31', 'days[1][hours]': '' },
    });
    expect([made.status, made.location]).toEqual([303, '/settings/calendars/shop']);
    const kept = await plan('shop');
    expect(kept?.resolved.week.fri).toEqual([
      ['06:00', '08:00'],
      ['09:00', '12:00'],
      ['13:00', '17:00'],
      ['22:00', '06:00'],
    ]);
    expect(kept?.overrides).toEqual({ '2026-12-05': [['10:00', '16:00']], '2026-12-31': [] });
    const page = await wutao.get('/settings/calendars/shop', 'en');
    expect(page.html).toContain('value="06:00–08:00, 09:00–12:00, 13:00–17:00, 22:00–06:00"');
    expect(wordsOf(page.html)).toContain('version 1 since');
    expect(page.html).toContain('吴涛');
  });

  it.each([
    ['week[mon]', { 'week[mon]': 'nine' }, '时间写成'],
    ['week[tue]', { 'week[tue]': '9-12, 11-14' }, '重叠'],
    ['zone', { zone: 'Mars/Olympus' }, '时区不存在'],
    ['makeUp', { makeUp: 'early' }, '时间写成'],
    ['shorter[closes]', { base: 'office', 'shorter[closes]': 'soon' }, '请填整数，最大 720'],
    ['name[zh-CN]', { 'name[zh-CN]': ' ', 'name[en]': '' }, '请填写'],
    ['days[0][date]', { 'days[0][date]': '2026-02-30', 'days[0][hours]': '9-12' }, '这不是日期'],
    [
      'days[1][date]',
      { 'days[0][date]': '2026-12-01', 'days[0][hours]': '9-12', 'days[1][date]': '2026-12-01' },
      '重复了',
    ],
  ])('a calendar is refused beside %s, with what was typed still there', async (field, wrong, words) => {
    const refused = await wutao.post('/settings/calendars', {
      ...{ ...shop, 'week[sat]': '7-8, 20-23' },
      ...(wrong as Record<string, string>),
    });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('value="7-8, 20-23"');
    expect(besideField(refused.html, field)).toContain(words);
  });

  it('a calendar without any hours is refused under its week', async () => {
    const refused = await wutao.post('/settings/calendars', { ...shop, ...week('') });
    expect(refused.status).toBe(422);
    expect(faultsOn(refused.html)).toEqual({ week: '一周没有任何工作时间的日历，时限永远不会到期' });
    expect(refused.html.indexOf('data-path="week"')).toBeGreaterThan(
      refused.html.indexOf('name="week[sun]"'),
    );
  });

  it('every fault of a calendar is named beside its field, and what was typed, emptied and added is kept', async () => {
    const typed = {
      ...{ ...shop, 'name[zh-CN]': '', 'name[en]': '', zone: 'Mars', makeUp: '7-8', 'week[wed]': '' },
      ...{ 'week[mon]': 'nine', 'week[fri]': '22-06, 23-24' },
      ...{ 'days[0][date]': '2026-12-05', 'days[0][hours]': 'ten' },
      ...{ 'days[7][date]': '2026-12-06', 'days[7][hours]': '10-16' },
    };
    const { status, html } = await wutao.post('/settings/calendars', typed);
    expect(status).toBe(422);
    const times = '时间写成 09:00-12:00, 13:30-18:00';
    expect(faultsOn(html)).toEqual({
      ...{ name: '请填写', zone: '时区不存在，请写成 Asia/Shanghai 这样' },
      ...{ 'week.mon': times, 'week.fri': '有两段时间重叠', 'overrides.2026-12-05': times },
    });
    const shown = (name: string) => /value="([^"]*)"/.exec(html.split(`name="${name}"`)[1] ?? '')?.[1];
    for (const [name, text] of Object.entries({
      ...{ 'name[zh-CN]': '', zone: 'Mars', makeUp: '7-8', 'week[mon]': 'nine', 'week[tue]': SHOP },
      ...{ 'week[wed]': '', 'week[fri]': '22-06, 23-24' },
      ...{ 'days[0][date]': '2026-12-05', 'days[0][hours]': 'ten' },
      ...{ 'days[1][date]': '2026-12-06', 'days[1][hours]': '10-16' },
    }))
      expect([name, shown(name)]).toEqual([name, text]);
    expect(besideField(html, 'days[0][date]')).toContain('data-path="overrides.2026-12-05"');
    expect(besideField(html, 'days[1][date]')).not.toContain('data-path');
    expect(html).toContain('name="days[NUMBER][date]"');
    expect(html).toContain('data-field-rows-next-param="4"');
  });

  it('a calendar with two hours less than its base follows changes of the base', async () => {
    const name = { 'name[zh-CN]': '香港', 'name[en]': 'Hong Kong' };
    const hongKong = { ...name, base: 'shop', zone: 'Asia/Hong_Kong' };
    await wutao.post('/settings/calendars', {
      ...hongKong,
      'shorter[opens]': '60',
      'shorter[closes]': '60',
      'week[sat]': '-',
      version: '',
    });
    expect((await plan('hong_kong'))?.resolved.week).toMatchObject({
      mon: [
        ['10:00', '12:00'],
        ['13:30', '17:00'],
      ],
      sat: [],
    });
    expect(wordsOf((await wutao.get('/settings/calendars', 'en')).html)).toMatch(
      /Inherits from Shop, but opens 1 ?h.* later, closes 1 ?h.* earlier, Sat closed/,
    );
    const refused = await wutao.post('/settings/calendars/shop', {
      ...shop,
      base: 'hong_kong',
      version: '1',
    });
    expect([refused.status, refused.html.includes('那个日历继承自这个日历')]).toEqual([422, true]);
  });

  it('a preview is drawn from the typed form, and saves nothing', async () => {
    const drawn = await wutao.post('/settings/calendars/preview', {
      ...shop,
      key: 'shop',
      'week[mon]': '0-24',
    });
    expect(drawn.html).toContain('<rect x="0" width="1440"');
    expect((await wutao.post('/settings/calendars/preview', { ...shop, 'week[mon]': 'x-y' })).html).toContain(
      '画在这里',
    );
    expect((await plan('shop'))?.version).toBe(1);
  });

  it('a calendar is not saved over a version that somebody else saved meanwhile', async () => {
    await wutao.post('/settings/calendars/shop', { ...shop, version: '1' });
    const late = await wutao.post('/settings/calendars/shop', { ...shop, 'week[mon]': '8-9', version: '1' });
    expect([late.status, late.html.includes('有人刚改过')]).toEqual([409, true]);
    expect(late.html).toContain('value="8-9"');
  });

  it('calendars are changed by administrators alone', async () => {
    const zhangmin = await bench.desk('zhangmin');
    expect((await zhangmin.get('/settings/calendars')).html).not.toContain('/settings/calendars/new');
    expect((await zhangmin.get('/settings/calendars/new')).status).toBe(403);
    await zhangmin.get('/tickets');
    for (const path of ['shop', 'preview', 'holidays', 'departments/support'])
      expect((await zhangmin.post(`/settings/calendars/${path}`, shop)).status, path).toBe(403);
  });
});

describe('a calendar change while clocks run', () => {
  it('running clocks are listed with old and new due time, then moved or left as chosen', async () => {
    await wutao.post('/settings/calendars/departments/support', { calendar: 'shop' });
    await bench.says('chenxiao', '我要退款，订单 HM20261188');
    const number = await bench.ticketOf('chenxiao');
    const due = async () =>
      (
        await bench.rows<{ due: string }>(sql`
          select m.due_at::text due from timer m join ticket t on t.id = m.ticket_id
           where 'T' || t.number = ${number} and m.metric = 'first_response' and m.state = 'running'`)
      )[0]?.due;
    const before = await due();
    const { version } = (await plan('shop'))!;
    const night = { ...shop, ...week('0-24', [...DAYS, 'sat', 'sun']) };
    const asked = await wutao.post('/settings/calendars/shop', { ...night, version: String(version) });
    expect(asked.status).toBe(202);
    expect(asked.html).toContain(number);
    expect([(await plan('shop'))?.version, await due()]).toEqual([version, before]);
    const kept = Object.fromEntries(
      [...asked.html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    );
    expect(kept).toMatchObject({ 'week[sat]': '0-24', 'name[zh-CN]': '门店' });
    const timer = linkIn(asked.html, /name="timers\[\]"\s+value="(\d+)"/);
    const saved = await wutao.post('/settings/calendars/shop', {
      ...kept,
      move: 'some',
      'timers[]': timer,
    });
    expect(saved.status).toBe(303);
    expect((await plan('shop'))?.version).toBe(version + 1);
    expect(await due()).not.toBe(before);
  });

  it('running clocks stay when that is chosen, and the form comes back as it was for changes', async () => {
    const { version } = (await plan('shop'))!;
    const back = await wutao.post('/settings/calendars/shop', {
      ...shop,
      'week[mon]': '7-9',
      act: 'edit',
      version: String(version),
    });
    expect(back.html).toContain('value="7-9"');
    const saved = await wutao.post('/settings/calendars/shop', {
      ...shop,
      move: 'none',
      version: String(version),
    });
    expect(saved.status).toBe(303);
    const running = await bench.rows<{ version: number }>(sql`
      select v.version from timer m join calendar_version v on v.id = m.calendar_version_id
        join calendar c on c.id = v.calendar_id
       where c.key = 'shop' and m.state = 'running' and m.metric = 'first_response'`);
    expect(running.map((row) => row.version)).toEqual([version]);
  });
});

describe('the official holidays', () => {
  const LIST = '2027-01-01,元旦,休\n2027-02-06,春节,班\n2027-02-08,春节,休';

  it('official holidays are shown first and then imported', async () => {
    const shown = await wutao.post('/settings/calendars/holidays', { list: LIST, source: '国办发明电' });
    expect(shown.status).toBe(202);
    expect(wordsOf(shown.html)).toMatch(/2月6日 春节 上班/);
    expect(await bench.rows(sql`select 1 from holiday_list where year = 2027`)).toEqual([]);
    await wutao.post('/settings/calendars/holidays', { list: LIST, source: '国办发明电', move: 'none' });
    expect((await plan('office'))?.resolved.overrides['2027-02-06']).toHaveLength(2);
    expect((await wutao.get('/settings/calendars/holidays')).html).toContain('国办发明电');
  });

  it('official holidays are refused line by line, and nothing of the list is kept', async () => {
    const refused = await wutao.post('/settings/calendars/holidays', {
      list: '2028-01-01,元旦,休\n2028-02-30,春节,休\n2028-02-06,春节,也许',
    });
    expect(refused.status).toBe(422);
    expect(wordsOf(refused.html)).toMatch(/第 2 行： 这不是日期.* 第 3 行： 行末请写/);
    expect(Object.keys(faultsOn(refused.html))).toEqual(['line.2', 'line.3']);
    expect(refused.html).toContain('2028-02-06,春节,也许');
    expect(await bench.rows(sql`select 1 from holiday_list where year = 2028`)).toEqual([]);
  });
});
