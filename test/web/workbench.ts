import pg from 'pg';
import { vi } from 'vitest';
import { Channels, type InboundFact } from '../../src/delivery/index.js';
import { Receiving } from '../../src/conversations/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, type Sql, sql } from '../../src/platform/database/index.js';
import { GroupRobotsModule } from '../../src/channels/robots/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { SlaDefaults } from '../../src/sla/index.js';
import { WebModule } from '../../src/web/index.js';
import { CookieJar } from '../support/browser.js';
import { type Cast, CUSTOMERS, PASSWORD } from '../support/cast.js';
import { cloneCast } from '../support/cloned-cast.js';
import { PaperChannel } from '../support/paper-channel.js';
import { openServer, type TestServer } from '../support/server.js';

type StaffKey = keyof Cast['staff'];
type CustomerKey = keyof typeof CUSTOMERS;

export interface Page {
  status: number;
  html: string;
  location: string | null;
}

/** The cast's shop behind its pages, on a channel that ends on paper. */
export class Workbench {
  readonly paper = new PaperChannel();
  private readonly desks = new Map<StaffKey, Promise<Desk>>();

  private constructor(
    readonly server: TestServer,
    readonly cast: Cast,
  ) {
    server.get(Channels).register(this.paper);
  }

  static async open(): Promise<Workbench> {
    const { database, cast } = await cloneCast();
    const server = await openServer({
      database,
      imports: [LiveModule, JobsModule, WebModule, GroupRobotsModule],
      environment: { ROLE: 'web' },
    });
    const workbench = new Workbench(server, cast);
    await server.get(SlaDefaults).install();
    return workbench;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  rows<T = Record<string, unknown>>(query: Sql): Promise<T[]> {
    return this.server.get(Database).rows<T>(query);
  }

  async says(customer: CustomerKey, said: string | InboundFact): Promise<void> {
    const inbound = this.paper.push(CUSTOMERS[customer].openid, said, this.server.get(Clock).now());
    await this.server.get(Receiving).receive(this.cast.account, inbound, (text) => text ?? '');
  }

  /** The number of the customer's newest ticket. */
  async ticketOf(customer: CustomerKey): Promise<string> {
    const { customerId } = this.cast.customers[customer];
    const [ticket] = await this.rows<{ number: string }>(
      sql`select 'T' || number number from ticket where customer_id = ${customerId} order by id desc limit 1`,
    );
    return ticket!.number;
  }

  /** The id of the customer's newest conversation. */
  async talkOf(customer: CustomerKey): Promise<string> {
    const { customerId } = this.cast.customers[customer];
    const [talk] = await this.rows<{ id: string }>(
      sql`select id from conversation where customer_id = ${customerId} order by id desc limit 1`,
    );
    return talk!.id;
  }

  /** The member's browser, logged in once. */
  desk(member: StaffKey): Promise<Desk> {
    const known = this.desks.get(member);
    if (known) return known;
    const opened = Desk.open(this.server.url, `${member}@huiyin.example`);
    this.desks.set(member, opened);
    return opened;
  }
}

/** One member's browser. */
export class Desk {
  private constructor(
    private readonly jar: CookieJar,
    private csrf: string,
  ) {}

  static async open(url: string, email: string): Promise<Desk> {
    const desk = Desk.visitor(url);
    await desk.get('/login');
    const entered = await desk.post('/login', { email, password: PASSWORD });
    if (entered.status !== 303) throw new Error(`${email} was not let in: ${entered.status}`);
    await desk.get('/tickets');
    return desk;
  }

  /** Somebody who is not logged in. */
  static visitor(url: string): Desk {
    return new Desk(new CookieJar(url), '');
  }

  async get(path: string, language = 'zh-CN'): Promise<Page> {
    const response = await this.jar.send('GET', path, { headers: { 'accept-language': language } });
    const page = await read(response);
    this.csrf = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? this.csrf;
    return page;
  }

  async post(path: string, form: Record<string, string> = {}, from?: string): Promise<Page> {
    const headers: Record<string, string> = from ? { referer: `${this.jar.origin}${from}` } : {};
    return read(await this.jar.send('POST', path, { form: { _csrf: this.csrf, ...form }, headers }));
  }

  /** What the page's script does with a file. */
  async upload(path: string, name: string, bytes: Buffer, csrf = this.csrf): Promise<Response> {
    const body = new FormData();
    body.append('file', new Blob([new Uint8Array(bytes)]), name);
    const headers = { cookie: this.jar.header, 'x-csrf-token': csrf, accept: 'application/json' };
    return fetch(`${this.jar.origin}${path}`, { method: 'POST', headers, body });
  }

  /** What a browser must send to be this member. */
  get cookie(): string {
    return this.jar.header;
  }
}

/** How many statements the database was asked while `work` ran. */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return asked.mock.calls.filter((call) => !isClock(call)).length;
  } finally {
    asked.mockRestore();
  }
}

/** The clock looks every second whether it was moved, whoever asks for what in between. */
function isClock([statement]: readonly unknown[]): boolean {
  const text = typeof statement === 'string' ? statement : (statement as { text?: string } | undefined)?.text;
  return text?.includes('from clock_offset') ?? false;
}

/** How many the rail says there are at a place, 0 where it says nothing. */
export function railCount(html: string, place: string): number {
  const item =
    html.split(new RegExp(`<a\\s+class="rail-item"\\s+href="/${place}"`))[1]?.split('</a>')[0] ?? '';
  return Number(/rail-count">(\d+)</.exec(item)?.[1] ?? 0);
}

/** The address in the first link that `pattern` finds. */
export function linkIn(html: string, pattern: RegExp): string {
  const found = pattern.exec(html)?.[1];
  if (found === undefined) throw new Error(`There is no link like ${String(pattern)}`);
  return found.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
}

/** What a page says is wrong, by path. */
export function faultsOn(html: string): Record<string, string> {
  const found = html.matchAll(/data-path="([^"]+)">(.*?)<\/(?:p|li)>/gs);
  return Object.fromEntries([...found].map(([, path, words]) => [path!, wordsOf(words!).trim()]));
}

/** What stands beside the field of this name. */
export function besideField(html: string, name: string): string {
  return html.split(`name="${name}"`)[1]?.split('</div>')[0] ?? '';
}

/** The words of a page, without its tags. */
export function wordsOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

async function read(response: Response): Promise<Page> {
  return { status: response.status, html: await response.text(), location: response.headers.get('location') };
}
