import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { type Calendar, CalendarPlans } from '../../src/hours/index.js';
import { PolicyPlans, SlaDefaults } from '../../src/sla/index.js';
import { POLICIES } from '../../src/sla/defaults.js';
import { Desk, shanghai } from './desk.js';

const LONG_DAY = [['08:00', '20:00']] as const;
const longDays: Calendar = {
  zone: 'Asia/Shanghai',
  week: { mon: LONG_DAY, tue: LONG_DAY, wed: LONG_DAY, thu: LONG_DAY, fri: LONG_DAY, sat: LONG_DAY, sun: [] },
  overrides: {},
};
const longName = { 'zh-CN': '长班', en: 'Long days' };

let desk: Desk;
let plans: CalendarPlans;
beforeAll(async () => {
  desk = await Desk.open();
  plans = desk.platform.get(CalendarPlans);
});
afterAll(() => desk.close());

it('the default policies are installed once, and later changes to them are left alone', async () => {
  await desk.database.run(sql`
    delete from policy_target where metric = 'next_response' and policy_id = (select id from policy where key = 'p3')`);
  await desk.platform.get(SlaDefaults).install();
  expect((await plans.list()).map(({ key, version }) => `${key} ${version}`)).toEqual([
    'office 1',
    'always 1',
  ]);
  const policies = await desk.platform.get(PolicyPlans).list();
  expect(policies.map(({ key }) => key)).toEqual(POLICIES.map(({ key }) => key));
  expect(
    policies.at(-1)?.targets.map(({ metric, seconds, clock }) => `${metric} ${seconds} ${clock}`),
  ).toEqual([
    'first_response 14400 working',
    'resolution 135000 working',
    'acceptance 3600 working',
    'department 21600 working',
  ]);
});

it('a target that was left blank starts no timer', async () => {
  desk.at('2026-11-20 10:00');
  const ticket = await desk.ticket('inquiry', 'P3');
  await desk.replied(ticket, 'member');
  await desk.happens('ticket.customer_wrote', ticket, {});
  await expect(desk.timer(ticket, 'next_response')).rejects.toThrow('no next_response');
});

it('a new installation works on the make-up days of 2026 and rests on its holidays', async () => {
  desk.at('2026-09-30 17:00');
  const ticket = await desk.ticket('inquiry', 'P2');
  expect((await desk.timer(ticket, 'first_response')).dueAt).toEqual(shanghai('2026-10-08 10:00'));
  desk.at('2026-10-09 17:00');
  const friday = await desk.ticket('inquiry', 'P2');
  expect((await desk.timer(friday, 'first_response')).dueAt).toEqual(shanghai('2026-10-10 10:00'));
});

it('a wrong calendar is refused field by field', async () => {
  const broken = {
    ...longDays,
    zone: 'Mars/Olympus',
    week: { ...longDays.week, mon: [['9', '10']] as const },
  };
  await expect(plans.save({ key: 'long', name: longName, ...broken })).rejects.toMatchObject({
    code: 'invalid',
    details: { fields: { zone: 'bad_zone', 'week.mon': 'bad_windows' } },
  });
});

it('new timers count in the department’s calendar, and running ones keep their version', async () => {
  desk.at('2026-11-20 18:00');
  const before = await desk.ticket('inquiry', 'P2');
  await plans.save({ key: 'long', name: longName, ...longDays });
  await plans.give('support', 'long');
  const after = await desk.ticket('inquiry', 'P2');
  await plans.save({ key: 'long', name: longName, ...longDays, overrides: { '2026-11-20': [] } });
  const newest = await desk.ticket('inquiry', 'P2');
  const due = async (ticket: string) => (await desk.timer(ticket, 'first_response')).dueAt;
  expect(await due(before)).toEqual(shanghai('2026-11-23 11:00'));
  expect(await due(after)).toEqual(shanghai('2026-11-20 20:00'));
  expect(await due(newest)).toEqual(shanghai('2026-11-21 10:00'));
  expect((await plans.list()).find(({ key }) => key === 'long')).toMatchObject({
    version: 2,
    departments: ['support'],
  });
  await expect(plans.give('support', 'nowhere')).rejects.toMatchObject({ code: 'invalid' });
  await desk.database.run(sql`delete from department_calendar`);
});
