import type { Installation } from '../../test/story/installation.js';
import type { Bench, Stage } from '../bench.js';
import { middle, timed, type Timings } from '../support/measuring.js';
import { Postman, sealed } from '../ingest/postman.js';
import { Wechat } from '../support/wechat.js';
import { Floor } from './floor.js';
import { Script } from './script.js';

const CONCURRENCIES = [1, 4, 16];
const CUSTOMERS = 200;
const TURNS = 3;
const TURN_SECONDS = 3;
const MOST_PER_MINUTE = '100000';

export const api: Bench = {
  about: 'tickets, replies, notes and claims per second over the API, against the bare rows',
  async run(stage) {
    const wechat = new Wechat();
    await wechat.open();
    const shop = await stage.installation();
    const program = await shop.start();
    await shop.connect(`http://127.0.0.1:${wechat.port}`);
    await meet(program.url);
    const floor = await Floor.open(shop.environment.DATABASE_URL!, CUSTOMERS);
    const script = new Script(program.url, await hired(shop));
    try {
      for (const lanes of CONCURRENCIES) await new Round(stage, script, floor, lanes).run();
    } finally {
      script.close();
      await floor.close();
      await wechat.close();
    }
  },
};

async function meet(origin: string): Promise<void> {
  const postman = new Postman(origin);
  await timed(sealed(CUSTOMERS, CUSTOMERS), { lanes: 4 }, (letter) => postman.delivers(letter));
  postman.close();
}

/** The lead sees every ticket of the department, and no limit of requests stands in the way. */
async function hired(shop: Installation): Promise<string> {
  const email = ['--email', 'bench@huiyin.example'];
  const place = ['--role', 'lead', '--department', 'support'];
  await shop.command('user:create', ...email, '--name', '赵磊', ...place, '--password', 'huiyin-bench-2026');
  const { token } = await shop.command<{ token: string }>(
    ...['token:create', ...email, '--per-minute', MOST_PER_MINUTE],
  );
  return token;
}

/** So many requests are on their way at a time. Program and floor take turns, so a busy moment meets both. */
class Round {
  private readonly opened: string[] = [];
  private customers: string[] = [];

  constructor(
    private readonly stage: Stage,
    private readonly script: Script,
    private readonly floor: Floor,
    private readonly lanes: number,
  ) {}

  async run(): Promise<void> {
    const { data } = await this.script.reads<{ data: { id: string }[] }>('customers?limit=100');
    this.customers = data.map(({ id }) => id);
    const appends = (lane: number) => this.floor.appends(lane);
    await this.compare(
      'create',
      (turn) => this.open(turn),
      (lane) => this.floor.opens(lane),
    );
    await this.compare('note', (turn) => this.says(turn, 'notes', { text: '已联系仓库' }), appends);
    await this.compare(
      'reply',
      (turn) => this.says(turn, 'replies', { text: '您好，已为您查询', takeLast: true }),
      appends,
    );
    const free = this.opened.values();
    await this.compare('claim', (turn) => this.claim(free.next().value, turn), appends);
  }

  private async open(turn: number): Promise<string> {
    const customer = this.customers[turn % this.customers.length];
    const about = { subject: '大衣的尺码', type: 'inquiry', customer };
    const { number } = await this.script.sends<{ number: string }>('POST', 'tickets', about);
    this.opened.push(number);
    return number;
  }

  private says(turn: number, what: 'notes' | 'replies', words: object): Promise<unknown> {
    return this.script.sends('POST', `tickets/${this.opened[turn % this.opened.length]}/${what}`, words);
  }

  private async claim(number: string | undefined, turn: number): Promise<void> {
    await this.script.sends('PUT', `tickets/${number ?? (await this.open(turn))}/claim`);
  }

  private async compare(
    name: string,
    ours: (turn: number) => Promise<unknown>,
    bare: (lane: number) => Promise<void>,
  ): Promise<void> {
    const load = { lanes: this.lanes, seconds: TURN_SECONDS };
    const [least, taken]: [Timings[], Timings[]] = [[], []];
    for (let turn = 1; turn <= TURNS; turn += 1) {
      this.stage.say(`${name}, ${this.lanes} at a time, turn ${turn} of ${TURNS}`);
      least.push(await timed(numbers(), load, (_, lane) => bare(lane)));
      taken.push(await timed(numbers(), load, async (number) => void (await ours(number))));
    }
    const { perSecond: value, ...latency } = middle(taken);
    const floor = middle(least).perSecond;
    this.stage.report({ name: `api.${name}.c${this.lanes}`, value, unit: '/s', floor, ...latency });
  }
}

function* numbers(): Iterable<number> {
  for (let number = 0; ; number += 1) yield number;
}
