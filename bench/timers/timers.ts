import type { Bench } from '../bench.js';
import { measureFirings } from './firings.js';
import { measureIdle } from './idle.js';
import { measureLateness } from './lateness.js';
import { Pending } from './pending.js';

const TIMERS = 1_000_000;

export const timers: Bench = {
  about: 'warnings and breaches fired per second, how late they are, and what waiting costs',
  async run(stage) {
    const shop = await stage.installation();
    await shop.command('doctor');
    const pending = await Pending.open(shop.environment.DATABASE_URL!);
    try {
      stage.say(`${TIMERS} clocks are started`);
      await pending.fill(TIMERS);
      // Fired timers create escalation steps that keep later programs busy, so the idle program is measured first.
      await measureIdle(stage, shop, pending);
      await measureLateness(stage, shop, pending);
      await measureFirings(stage, shop, pending);
    } finally {
      await pending.close();
    }
  },
};
