import { PASSWORD } from '../../src/demo/cast.js';
import type { Installation } from '../../test/story/installation.js';
import type { Bench, Stage } from '../bench.js';
import { BrowserDesk } from '../support/desk.js';
import { percentiles } from '../support/measuring.js';

const SIZES = [20_000, 200_000];
const MILLION = 1_000_000;
const MESSAGES_EACH = 4;
const TIMES = 20;
const WARM = 3;

/**
 * What is opened, as whom. Nobody is a member of a department that has no tickets. Words that few tickets have are asked
 * for by those of the product and the city.
 */
const PATHS: Record<string, { who: string; path: string }> = {
  queue: { who: 'lina', path: '/tickets' },
  'all tickets': { who: 'wutao', path: '/tickets?tab=all&sort=newest' },
  'done tickets': { who: 'lina', path: '/tickets?tab=done' },
  inbox: { who: 'lina', path: '/inbox' },
  deliveries: { who: 'wutao', path: '/deliveries' },
  'week report': { who: 'wutao', path: '/reports' },
  promises: { who: 'wutao', path: '/reports/promises' },
  'search common': { who: 'wutao', path: `/tickets?tab=all&q=${encodeURIComponent('退款')}` },
  'search rare': { who: 'wutao', path: `/tickets?tab=all&q=${encodeURIComponent('扫地机器人 清关')}` },
  'search in vain': { who: 'wutao', path: `/tickets?tab=all&q=${encodeURIComponent('没有的词')}` },
  'search what others have': { who: 'zhoulin', path: `/tickets?tab=all&q=${encodeURIComponent('退款')}` },
  'search a name': { who: 'lina', path: `/tickets?tab=all&q=${encodeURIComponent('王伟')}` },
  'api tickets': { who: 'lina', path: '/api/v1/tickets' },
  'api tickets of nobody': { who: 'nobody', path: '/api/v1/tickets' },
  'api customers': { who: 'lina', path: '/api/v1/customers' },
  'api customers of finance': { who: 'wangfang', path: '/api/v1/customers' },
};

type Took = Record<string, { p50: number; p95: number }>;

export const growth: Bench = {
  about: 'each list, page and search with 20,000 and 200,000 tickets (--million: 1,000,000), and its growth',
  async run(stage) {
    const sizes = process.argv.includes('--million') ? [...SIZES, MILLION] : SIZES;
    let least: Took | undefined;
    for (const tickets of sizes) {
      const took = await measure(stage, tickets);
      least ??= took;
      for (const [name, { p50, p95 }] of Object.entries(took)) {
        stage.report({
          name: `growth.${name}`,
          value: p50,
          unit: 'ms',
          p95,
          tickets,
          growth: growthOf(p50, least[name]!.p50),
        });
      }
    }
  },
};

async function measure(stage: Stage, tickets: number): Promise<Took> {
  const shop = await stage.installation({ DEMO: 'on' });
  const program = await shop.start();
  await hireNobody(shop);
  stage.say(`${tickets} tickets are made`);
  await fill(stage, shop, tickets);
  const took: Took = {};
  const desks = new Map<string, Desk>();
  for (const [name, { who, path }] of Object.entries(PATHS)) {
    const desk = desks.get(who) ?? (await Desk.open(shop, program.url, who));
    desks.set(who, desk);
    took[name] = await repeated(() => desk.get(path));
  }
  await shop.stop();
  return took;
}

async function hireNobody(shop: Installation): Promise<void> {
  const name = ['--email', 'nobody@huiyin.example', '--name', '钱进', '--password', PASSWORD];
  await shop.rows(`insert into department (key, name) values ('nobody', '{"zh-CN": "新部门", "en": "New"}')`);
  await shop.command('user:create', ...name, '--role', 'agent', '--department', 'nobody');
}

async function fill(stage: Stage, shop: Installation, tickets: number): Promise<void> {
  const words = ['--tickets', String(tickets), '--messages', String(tickets * MESSAGES_EACH)];
  const { seconds } = await shop.command<{ seconds: number }>('demo:grow', ...words);
  stage.report({ name: 'growth.fill', value: (tickets * 60) / seconds, unit: 'tickets/min', tickets });
  await shop.rows('vacuum');
}

async function repeated(work: () => Promise<void>): Promise<{ p50: number; p95: number }> {
  const took: number[] = [];
  for (let time = 0; time < TIMES + WARM; time += 1) {
    const begun = performance.now();
    await work();
    if (time >= WARM) took.push(performance.now() - begun);
  }
  return percentiles(took);
}

function growthOf(value: number, least: number): number {
  return Number((value / least).toFixed(2));
}

/** A member with a browser and a token. */
class Desk {
  private constructor(
    private readonly url: string,
    private readonly browser: BrowserDesk,
    private readonly token: string,
  ) {}

  static async open(shop: Installation, url: string, who: string): Promise<Desk> {
    const { token } = await shop.command<{ token: string }>(
      ...['token:create', '--email', `${who}@huiyin.example`, '--per-minute', '100000'],
    );
    return new Desk(url, await BrowserDesk.open(url, who), token);
  }

  async get(path: string): Promise<void> {
    if (!path.startsWith('/api/')) return void (await this.browser.get(path));
    const answer = await fetch(this.url + path, { headers: { authorization: `Bearer ${this.token}` } });
    await answer.text();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  }
}
