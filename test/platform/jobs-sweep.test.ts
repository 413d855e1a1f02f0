import { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Sweep } from '../../src/platform/jobs/index.js';

afterEach(() => vi.restoreAllMocks());

describe('a sweep', () => {
  it('a sweep runs once at a time, and once more if it was asked for while it ran', async () => {
    let [atOnce, most, runs] = [0, 0, 0];
    const sweep = new Sweep('deliveries', async () => {
      runs += 1;
      most = Math.max(most, (atOnce += 1));
      await sleep(20);
      atOnce -= 1;
    });
    await Promise.all([sweep.tick(), sweep.tick(), sweep.tick()]);
    expect([runs, most]).toEqual([2, 1]);
  });

  it('a sweep goes on while there is more to do', async () => {
    const due = [1, 2, 3];
    await new Sweep('timers', async () => due.pop() !== undefined).tick();
    expect(due).toEqual([]);
  });

  it('a sweep that fails goes on, and logs the failure once until it has worked again', async () => {
    const logged = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    vi.spyOn(Logger.prototype, 'log').mockReturnValue();
    let broken = true;
    const sweep = new Sweep('timers', async () => {
      if (broken) throw new Error('The table is gone');
    });
    await sweep.tick();
    await sweep.tick();
    expect(logged).toHaveBeenCalledTimes(1);
    broken = false;
    await sweep.tick();
    broken = true;
    await sweep.tick();
    expect(logged).toHaveBeenCalledTimes(2);
  });

  it('a sweep that is stopped finishes its present run and begins no other', async () => {
    let runs = 0;
    const sweep = new Sweep('deliveries', async () => {
      await sleep(20);
      runs += 1;
      return true;
    });
    void sweep.tick();
    await sweep.stop();
    await sweep.tick();
    expect(runs).toBe(1);
  });
});
