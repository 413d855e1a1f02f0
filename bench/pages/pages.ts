import type { Bench, Stage } from '../bench.js';
import { BrowserDesk } from '../support/desk.js';
import { percentiles } from '../support/measuring.js';
import { Wire } from '../support/wire.js';

const TICKETS = 2_000;
const MESSAGES = 8_000;
const TIMES = 40;
const WARM = 10;

/** As whom each page is opened. A colon stands for what the first link of the list before it leads to. */
const PAGES: [name: string, who: string, path: string][] = [
  ['inbox', 'lina', '/inbox'],
  ['conversation', 'lina', '/inbox/:'],
  ['queue', 'zhangmin', '/tickets?tab=department'],
  ['all tickets', 'wutao', '/tickets?tab=all&sort=newest'],
  ['ticket', 'lina', '/tickets/:'],
  ['search', 'lina', `/tickets?tab=all&q=${encodeURIComponent('退款')}`],
  ['refunds', 'chenjing', '/refunds'],
  ['deliveries', 'wutao', '/deliveries'],
  ['alerts', 'lina', '/alerts'],
  ['week report', 'wutao', '/reports'],
  ['promises', 'wutao', '/reports/promises'],
  ['profile', 'lina', '/profile'],
  ['settings', 'wutao', '/settings'],
  ['members', 'wutao', '/settings/staff'],
  ['channels', 'wutao', '/settings/channels'],
  ['policies', 'wutao', '/settings/promises'],
  ['operations', 'wutao', '/settings/operations'],
  ['audit', 'wutao', '/settings/audit'],
];

export const pages: Bench = {
  about: 'time, bytes and statements of the console, page by page, with 2,000 tickets',
  async run(stage) {
    const shop = await stage.installation({ DEMO: 'on' });
    const program = await shop.start();
    await shop.command('demo:grow', '--tickets', String(TICKETS), '--messages', String(MESSAGES));
    const wire = await Wire.open(shop.environment.DATABASE_URL!);
    const counted = await shop.start({ DATABASE_URL: wire.url, ROLE: 'web' });
    try {
      await new Walk(stage, program.url, counted.url, wire).run();
    } finally {
      await shop.stop();
      wire.close();
    }
  },
};

/** One program is timed, and another, whose connections to the database are watched, is counted. */
class Walk {
  private readonly desks = new Map<string, Promise<BrowserDesk>>();
  private html = '';

  constructor(
    private readonly stage: Stage,
    private readonly timed: string,
    private readonly counted: string,
    private readonly wire: Wire,
  ) {}

  async run(): Promise<void> {
    for (const [name, who, path] of PAGES) await this.measure(name, who, this.leading(path));
  }

  private async measure(name: string, who: string, path: string): Promise<void> {
    const desk = await this.desk(this.timed, who);
    const took: number[] = [];
    for (let time = 0; time < TIMES + WARM; time += 1) {
      const begun = performance.now();
      this.html = await desk.get(path);
      if (time >= WARM) took.push(performance.now() - begun);
    }
    const watched = await this.desk(this.counted, who);
    const asked = await this.wire.least(TIMES, () => watched.get(path));
    const { p50: value, p95 } = percentiles(took);
    const bytes = Buffer.byteLength(this.html);
    this.stage.report({ name: `pages.${name}`, value, unit: 'ms', p95, bytes, ...asked });
  }

  private leading(path: string): string {
    if (!path.endsWith(':')) return path;
    const [found] = new RegExp(`${path.slice(0, -1)}T?\\d+`).exec(this.html) ?? [];
    if (!found) throw new Error(`nothing leads to ${path}`);
    return found;
  }

  private desk(url: string, who: string): Promise<BrowserDesk> {
    const key = `${url} ${who}`;
    const desk = this.desks.get(key) ?? BrowserDesk.open(url, who);
    this.desks.set(key, desk);
    return desk;
  }
}
