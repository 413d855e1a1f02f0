import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostTime } from '../../src/platform/clock/host-time.js';
import { hostJumps, letTimeRun, pass, setTimeByHand } from '../support/time.js';

const NOON = Date.UTC(2026, 10, 20, 12);
const HOUR_MS = 3_600_000;

describe('fault 45: time does not follow a clock of the host that jumps for seconds', () => {
  let jumps: number[];
  let host: HostTime;
  beforeEach(() => {
    setTimeByHand(NOON);
    jumps = [];
    host = new HostTime((jump) => jumps.push(jump));
  });
  afterEach(letTimeRun);

  it('time goes on steadily while the clock is an hour ahead for five seconds, and after', () => {
    hostJumps(HOUR_MS);
    expect(host.now()).toBe(NOON);
    pass(5_000);
    expect(host.now()).toBe(NOON + 5_000);
    hostJumps(-HOUR_MS);
    expect(host.now()).toBe(NOON + 5_000);
    expect(jumps).toEqual([]);
  });

  it('time does not go back while the clock is a day behind for five seconds', () => {
    hostJumps(-24 * HOUR_MS);
    pass(5_000);
    expect(host.now()).toBe(NOON + 5_000);
  });

  it('small corrections of the clock are followed at once', () => {
    hostJumps(300);
    expect(host.now()).toBe(NOON + 300);
  });

  it('a clock that stays where it was moved to is believed after half a minute, and that is told', () => {
    hostJumps(HOUR_MS);
    host.now();
    pass(29_000);
    expect(host.now()).toBe(NOON + 29_000);
    pass(1_000);
    expect(host.now()).toBe(NOON + 30_000 + HOUR_MS);
    expect(jumps).toEqual([HOUR_MS]);
  });

  it('a clock that jumps again and again is not believed', () => {
    for (let times = 0; times < 10; times += 1) {
      hostJumps(HOUR_MS);
      host.now();
      pass(20_000);
    }
    expect(host.now()).toBe(NOON + 200_000);
  });
});
