import { afterAll, beforeAll, expect, it } from 'vitest';
import { CalendarPlans, OfficialHolidays } from '../../src/hours/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Desk, shanghai } from '../sla/desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.openWith({ TIME_ZONE: 'Pacific/Auckland' });
});
afterAll(() => desk.close());

it('the calendars of a new shop count in the time zone of the shop', async () => {
  const calendars = await desk.platform.get(CalendarPlans).list();
  expect(desk.platform.get(Clock).zone).toBe('Pacific/Auckland');
  expect(calendars.map(({ key, zone }) => [key, zone])).toEqual([
    ['office', 'Pacific/Auckland'],
    ['always', 'Pacific/Auckland'],
  ]);
});

it('the holiday list of next year is missed once November has begun in the time zone of the shop', async () => {
  desk.at('2026-10-31 18:30');
  expect(await missing()).toEqual([]);
  desk.at('2026-10-31 19:30');
  expect(shanghai('2026-10-31 19:30').toISOString()).toBe('2026-10-31T11:30:00.000Z');
  expect(await missing()).toEqual([2027]);
});

async function missing(): Promise<number[]> {
  return (await desk.platform.get(OfficialHolidays).missing()).map(({ year }) => year);
}
