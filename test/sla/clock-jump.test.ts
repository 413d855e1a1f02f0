import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostJumps, pass } from '../support/time.js';
import { Desk } from './desk.js';

const HOUR_MS = 3_600_000;

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const fired = async (ticket: string) =>
  (await desk.history(ticket)).filter((line) => /^(warned|breached)/.test(line));

describe('fault 45: a clock of the host that jumps for five seconds leaves no breach', () => {
  it('nothing is warned of or breached while the clock is an hour ahead, nor after it came back', async () => {
    desk.at('2026-11-20 23:00');
    const ticket = await desk.ticket('system_fault', 'P0');
    hostJumps(HOUR_MS);
    for (let second = 0; second < 5; second += 1) {
      expect(await desk.sweep()).toBe(0);
      pass(1_000);
    }
    hostJumps(-HOUR_MS);
    expect(await desk.sweep()).toBe(0);
    expect(await fired(ticket)).toEqual([]);
  });

  it('what a colleague does while the clock is ahead is written down at the true time', async () => {
    desk.at('2026-11-21 10:00');
    const ticket = await desk.ticket('system_fault', 'P0');
    hostJumps(HOUR_MS);
    pass(2_000);
    await desk.replied(ticket, 'member');
    hostJumps(-HOUR_MS);
    expect(await fired(ticket)).toEqual([]);
    const { state, endedAt } = await desk.timer(ticket, 'first_response');
    expect([state, endedAt?.toISOString()]).toEqual(['met', '2026-11-21T02:00:02.000Z']);
  });

  it('a breach that is due is written down in time although the clock is an hour behind', async () => {
    desk.at('2026-11-22 10:00');
    const ticket = await desk.ticket('system_fault', 'P0');
    hostJumps(-HOUR_MS);
    for (let minute = 0; minute < 60; minute += 1) {
      pass(5_000);
      if (minute % 4 === 0) {
        hostJumps(HOUR_MS);
        await desk.sweep();
        hostJumps(-HOUR_MS);
      }
      await desk.sweep();
    }
    expect(await fired(ticket)).toContain('breached first_response');
  });
});
