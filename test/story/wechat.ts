import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../../src/platform/config/index.js';
import { Database, sql, type Sql } from '../../src/platform/database/index.js';
import { AES_KEY, gesture, openStandIn, say, type StandIn } from '../sandbox/stand-in.js';
import type { Installation } from './installation.js';

const APP_ID = 'wx1234567890abcdef';
const PICTURE = join(root, 'src/channels/wechat-official/samples/picture.png');

/** This bubble of the business stands on somebody's phone. */
export interface Shown {
  openid: string;
  via: string;
  content: string;
}

/** Stands for WeChat and the phones of many customers, in the process of the test, which outlives the program. */
export class Wechat {
  private constructor(
    private readonly standIn: StandIn,
    readonly customers: string[],
  ) {}

  /**
   * Opens the stand-in. `callback` is where the program or its balancer listens. Receipts of templates come by
   * themselves.
   */
  static async open(callback: string, customers: number): Promise<Wechat> {
    const openids = Array.from({ length: customers }, (_, n) => `oCustomer${String(n).padStart(18, '0')}`);
    const people = openids.map((openid) => ({ openid, name: openid, language: 'zh-CN' }));
    const address = `${callback}/channels/wechat/shop`;
    return new Wechat(await openStandIn(address, 'safe', { people, role: 'all' }), openids);
  }

  /** Connects the account that the stand-in plays, as an administrator does. */
  async connect(shop: Installation): Promise<void> {
    const account = {
      key: 'shop',
      'original-id': 'gh_0123456789ab',
      'app-id': APP_ID,
      'app-secret': 'the-secret',
      token: 'the-token',
      'aes-key': AES_KEY,
      mode: 'safe',
      'api-url': `${this.standIn.server.url.replace('[::1]', '127.0.0.1')}/sandbox/wechat`,
    };
    const words = Object.entries(account).flatMap(([name, value]) => [`--${name}`, value]);
    await shop.command('channel:add', 'wechat-official', ...words);
  }

  /** Returns once the program has answered the push, or three attempts have failed. */
  async says(openid: string, text: string): Promise<void> {
    await done(() => this.standIn.ask(...say(openid, text)));
  }

  /** What follows the end of a picture makes it another file, and nobody sees it. */
  async sendsPicture(openid: string, after = ''): Promise<void> {
    const body = new FormData();
    body.append('picture', new Blob([new Uint8Array(await readFile(PICTURE)), after]), 'picture.png');
    await done(() => this.standIn.ask(`/sandbox/people/${openid}/pictures`, { method: 'POST', body }));
  }

  async speaks(openid: string): Promise<void> {
    await done(() => gesture(this.standIn, 'POST', `${openid}/voices`));
  }

  async taps(openid: string, key: string): Promise<void> {
    await done(() => gesture(this.standIn, 'POST', `${openid}/taps`, { key }));
  }

  async scans(openid: string, scene: string): Promise<void> {
    await done(() => gesture(this.standIn, 'POST', `${openid}/scans`, { scene }));
  }

  /** Returns the ticket that the customer was last told of, or undefined if no message names one. */
  async ticketOn(openid: string): Promise<string | undefined> {
    const rows = await this.rows<{ number: string }>(sql`
      select substring(content::text from 'T[0-9]+') number from sandbox.bubble
       where openid = ${openid} and direction = 'down' and content::text ~ 'T[0-9]+' order by id desc limit 1`);
    return rows[0]?.number;
  }

  /** Lists all that the business has said, on all phones, in order. */
  shown(): Promise<Shown[]> {
    return this.rows(sql`
      select openid, via, coalesce(content ->> 'text', content::text) content from sandbox.bubble
       where direction = 'down' and via <> 'platform' order by id`);
  }

  /** Counts the answers to sends of messages by their code: `{ '0': 812, '45047': 1 }`. */
  async codes(openid?: string): Promise<Record<string, number>> {
    const rows = await this.rows<{ code: string; count: number }>(sql`
      select detail ->> 'errcode' code, count(*)::int from sandbox.wire_log
       where kind = 'send' and detail ->> 'api' = 'message/custom/send'
         and (${openid ?? null}::text is null or openid = ${openid ?? null}) group by 1`);
    return Object.fromEntries(rows.map(({ code, count }) => [code, count]));
  }

  /**
   * Lists the ids of the pushes that were answered, which WeChat does not repeat. `what` is `text` or an event's
   * name.
   */
  async answered(what: string): Promise<string[]> {
    const rows = await this.rows<{ key: string }>(sql`
      select distinct detail ->> 'key' key from sandbox.wire_log
       where kind = 'push' and detail ->> 'what' = ${what} and detail ->> 'outcome' = 'answered'`);
    return rows.map(({ key }) => key);
  }

  async close(): Promise<void> {
    await this.standIn.close();
  }

  private rows<T>(query: Sql): Promise<T[]> {
    return this.standIn.server.get(Database).rows<T>(query);
  }
}

/** A phone on a machine that does much else is tapped again. */
async function done(tapped: () => Promise<Response>): Promise<void> {
  let response = await tapped();
  for (let again = 0; again < 20 && response.status === 503; again += 1) {
    await pause(1_000);
    response = await tapped();
  }
  if (!response.ok) throw new Error(`The phone answered ${response.status}: ${await response.text()}`);
}
