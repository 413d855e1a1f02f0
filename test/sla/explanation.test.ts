import { afterAll, beforeAll, expect, it } from 'vitest';
import { CalendarPlans } from '../../src/hours/index.js';
import { Explanations, type Stretch } from '../../src/sla/index.js';
import { Desk, shanghai } from './desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

async function lineOf(ticket: string, metric: string) {
  const { id } = await desk.timer(ticket, metric);
  return desk.platform.get(Explanations).line(ticket, id);
}

/** Writes stretches as `paused 17:00-09:30 on_hold`, in the time of Shanghai. */
function said(stretches: Stretch[]): string[] {
  const local = (at: Date | null) =>
    at ? new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ') : '…';
  return stretches.map((stretch) => {
    const { kind, from, to } = stretch;
    const more = [
      'seconds' in stretch ? stretch.seconds / 60 : '',
      'reason' in stretch ? stretch.reason : '',
      'special' in stretch && stretch.special ? 'special' : '',
    ];
    return [kind, `${local(from)} – ${local(to)}`, ...more].filter((part) => part !== '').join(' ');
  });
}

it('an explanation lists every window that counted and every pause with its reason', async () => {
  desk.at('2026-11-20 16:00');
  const ticket = await desk.ticket('inquiry', 'P2');
  desk.at('2026-11-20 17:00');
  await desk.status(ticket, 'open', 'on_hold');
  desk.at('2026-11-23 09:30');
  await desk.status(ticket, 'on_hold', 'open');
  const [why] = await lineOf(ticket, 'resolution');
  expect(why).toMatchObject({
    policy: { key: 'p2', version: 1 },
    calendar: { key: 'office', version: 1, zone: 'Asia/Shanghai' },
    targetSeconds: 54_000,
    consumedSeconds: 3600,
    keptSeconds: 0,
    replaces: null,
    state: 'running',
    dueAt: shanghai('2026-11-24 17:30'),
  });
  expect(said(why!.stretches)).toEqual([
    'counted 11-20 16:00 – 11-20 17:00 60',
    'paused 11-20 17:00 – 11-23 09:30 on_hold',
    'counted 11-23 09:30 – 11-23 12:00 150',
    'counted 11-23 13:30 – 11-23 18:00 270',
    'counted 11-24 09:00 – 11-24 12:00 180',
    'counted 11-24 13:30 – 11-24 17:30 240',
  ]);
});

it('an explanation tells a weekend from a holiday, and a make-up day from other days', async () => {
  desk.at('2026-09-30 17:30');
  const ticket = await desk.ticket('inquiry', 'P2');
  const [why] = await lineOf(ticket, 'resolution');
  expect(said(why!.stretches).slice(0, 3)).toEqual([
    'counted 09-30 17:30 – 09-30 18:00 30',
    'closed 09-30 18:00 – 10-08 09:00 special',
    'counted 10-08 09:00 – 10-08 12:00 180',
  ]);
  desk.at('2026-10-09 17:00');
  const [friday] = await lineOf(await desk.ticket('inquiry', 'P2'), 'resolution');
  expect(said(friday!.stretches).slice(0, 5)).toEqual([
    'counted 10-09 17:00 – 10-09 18:00 60',
    'counted 10-10 09:00 – 10-10 12:00 180 special',
    'counted 10-10 13:30 – 10-10 18:00 270 special',
    'closed 10-10 18:00 – 10-12 09:00',
    'counted 10-12 09:00 – 10-12 12:00 180',
  ]);
});

it('an explanation shows the time after the deadline apart from the time counted up to it', async () => {
  desk.at('2026-11-20 10:00');
  const ticket = await desk.ticket('inquiry', 'P1');
  desk.at('2026-11-20 10:40');
  await desk.sweep();
  const [late] = await lineOf(ticket, 'first_response');
  expect(late).toMatchObject({ breachedAt: shanghai('2026-11-20 10:30'), consumedSeconds: 2400 });
  expect(said(late!.stretches)).toEqual([
    'counted 11-20 10:00 – 11-20 10:30 30',
    'over 11-20 10:30 – 11-20 10:40 10',
  ]);
  desk.at('2026-11-20 11:00');
  await desk.replied(ticket, 'member');
  const [answered] = await lineOf(ticket, 'first_response');
  expect(answered).toMatchObject({
    state: 'met',
    endedAt: shanghai('2026-11-20 11:00'),
    consumedSeconds: 3600,
  });
  expect(said(answered!.stretches)[1]).toBe('over 11-20 10:30 – 11-20 11:00 30');
});

it('an explanation shows an earlier version of a timer with its policy, and a pause that goes on', async () => {
  desk.at('2026-11-20 10:00');
  const ticket = await desk.ticket('inquiry', 'P2');
  desk.at('2026-11-20 11:00');
  await desk.status(ticket, 'open', 'on_hold');
  await desk.priority(ticket, 'P1');
  const [newest, before, ...more] = await lineOf(ticket, 'resolution');
  expect(newest).toMatchObject({
    policy: { key: 'p1' },
    calendar: null,
    keptSeconds: 3600,
    consumedSeconds: 3600,
    dueAt: null,
    stretches: [{ kind: 'paused', from: shanghai('2026-11-20 11:00'), to: null, reason: 'on_hold' }],
  });
  expect(before).toMatchObject({
    id: newest!.replaces,
    policy: { key: 'p2' },
    state: 'cancelled',
    keptSeconds: 0,
  });
  expect(said(before!.stretches)).toEqual([
    'counted 11-20 10:00 – 11-20 11:00 60',
    'paused 11-20 11:00 – 11-20 11:00 on_hold',
  ]);
  expect(more).toEqual([]);
});

it('an explanation uses the version of the calendar that the timer was started with', async () => {
  desk.at('2026-11-20 17:00');
  const ticket = await desk.ticket('inquiry', 'P2');
  const plans = desk.platform.get(CalendarPlans);
  const { key, name, zone, week, holidays } = (await plans.list()).find((one) => one.key === 'office')!;
  const overrides = { '2026-11-23': [] };
  await plans.save({ key, name, zone, week, holidays, overrides });
  const [why] = await lineOf(ticket, 'first_response');
  expect(why).toMatchObject({ calendar: { key: 'office', version: 1 }, dueAt: shanghai('2026-11-23 10:00') });
  const [fresh] = await lineOf(await desk.ticket('inquiry', 'P2'), 'first_response');
  expect(fresh).toMatchObject({ calendar: { version: 2 }, dueAt: shanghai('2026-11-24 10:00') });
  expect(said(fresh!.stretches)[1]).toBe('closed 11-20 18:00 – 11-24 09:00 special');
});

it('an explanation of one ticket contains no timer of another', async () => {
  const ticket = await desk.ticket('inquiry', 'P2');
  const { id } = await desk.timer(await desk.ticket('inquiry', 'P2'), 'resolution');
  expect(await desk.platform.get(Explanations).line(ticket, id)).toEqual([]);
});
