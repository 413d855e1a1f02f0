import pg from 'pg';
import { vi } from 'vitest';
import { Channels, type InboundFact } from '../../src/delivery/index.js';
import { Receiving } from '../../src/conversations/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, type Sql, sql } from '../../src/platform/database/index.js';
import { GroupRobotsModule } from '../../src/channels/robots/index.js';
import { SignInProvidersModule } from '../../src/channels/sign-in/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { type LinkedTicket, TrackingLinks } from '../../src/notifications/index.js';
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

/**
 * Opens the cast's shop behind its pages, on a channel that keeps its messages. A new test of a page begins with
 * `const bench = await Workbench.open()` and `const lina = await bench.desk('lina')`; then `lina.get('/tickets')`
 * reads a page, `lina.post('/tickets/T100001/claim')` sends a form, and `wordsOf(html)` gives its words.
 */
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
      imports: [LiveModule, JobsModule, WebModule, GroupRobotsModule, SignInProvidersModule],
      environment: { ROLE: 'web' },
    });
    const workbench = new Workbench(server, cast);
    await server.get(SlaDefaults).install();
    return workbench;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** The address by which the customer follows the ticket. */
  async trackingPath(number: string): Promise<string> {
    const [ticket] = await this.rows<LinkedTicket>(
      sql`select id, link_generation from ticket where number = ${number.slice(1)}`,
    );
    return new URL(this.server.get(TrackingLinks).linkTo(ticket!)).pathname;
  }

  rows<T = Record<string, unknown>>(query: Sql): Promise<T[]> {
    return this.server.get(Database).rows<T>(query);
  }

  async says(customer: CustomerKey, said: string | InboundFact): Promise<void> {
    const inbound = this.paper.push(CUSTOMERS[customer].openid, said, this.server.get(Clock).now());
    await this.server.get(Receiving).receive(this.cast.account, inbound, (text) => text ?? '');
  }

  /** Returns the number of the customer's newest ticket. */
  async ticketOf(customer: CustomerKey): Promise<string> {
    const { customerId } = this.cast.customers[customer];
    const [ticket] = await this.rows<{ number: string }>(
      sql`select 'T' || number number from ticket where customer_id = ${customerId} order by id desc limit 1`,
    );
    return ticket!.number;
  }

  /** Returns the id of the customer's newest conversation. */
  async talkOf(customer: CustomerKey): Promise<string> {
    const { customerId } = this.cast.customers[customer];
    const [talk] = await this.rows<{ id: string }>(
      sql`select id from conversation where customer_id = ${customerId} order by id desc limit 1`,
    );
    return talk!.id;
  }

  /** Returns the member's browser, which logs in once. */
  desk(member: StaffKey): Promise<Desk> {
    const known = this.desks.get(member);
    if (known) return known;
    const opened = Desk.open(this.server.url, `${member}@huiyin.example`);
    this.desks.set(member, opened);
    return opened;
  }
}

/** This is the browser of one member. */
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

  /** Returns the browser of somebody who is not logged in. */
  static visitor(url: string): Desk {
    return new Desk(new CookieJar(url), '');
  }

  /** `asks` are further headers, such as those that the page's script sends with a redraw. */
  async get(path: string, language = 'zh-CN', asks: Record<string, string> = {}): Promise<Page> {
    const headers = { 'accept-language': language, ...asks };
    const response = await this.jar.send('GET', path, { headers });
    const page = await read(response);
    this.csrf = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? this.csrf;
    return page;
  }

  async post(path: string, form: Record<string, string> = {}, from?: string): Promise<Page> {
    const headers: Record<string, string> = from ? { referer: `${this.jar.origin}${from}` } : {};
    return read(await this.jar.send('POST', path, { form: { _csrf: this.csrf, ...form }, headers }));
  }

  /** Sends a file as the page's script does. */
  async upload(path: string, name: string, bytes: Buffer, csrf = this.csrf): Promise<Response> {
    const body = new FormData();
    body.append('file', new Blob([new Uint8Array(bytes)]), name);
    const headers = { cookie: this.jar.header, 'x-csrf-token': csrf, accept: 'application/json' };
    return fetch(`${this.jar.origin}${path}`, { method: 'POST', headers, body });
  }

  /** Returns the cookies that make a request one of this member. */
  get cookie(): string {
    return this.jar.header;
  }
}

/** Counts the statements that the database was asked while `work` ran. */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return asked.mock.calls.filter((call) => !isClock(call)).length;
  } finally {
    asked.mockRestore();
  }
}

/** The clock looks every second whether it was moved, and that is not counted. */
function isClock([statement]: readonly unknown[]): boolean {
  const text = typeof statement === 'string' ? statement : (statement as { text?: string } | undefined)?.text;
  return text?.includes('from clock_offset') ?? false;
}

/** Returns the number that the rail shows at a place, or 0 if it shows none. */
export function railCount(html: string, place: string): number {
  const item =
    html.split(new RegExp(`<a\\s+class="rail-item"\\s+href="/${place}"`))[1]?.split('</a>')[0] ?? '';
  return Number(/rail-count">(\d+)</.exec(item)?.[1] ?? 0);
}

/** Returns the address in the first link that `pattern` finds. */
export function linkIn(html: string, pattern: RegExp): string {
  const found = pattern.exec(html)?.[1];
  if (found === undefined) throw new Error(`There is no link like ${String(pattern)}`);
  return found.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
}

/** Returns the faults that a page shows, by path. */
export function faultsOn(html: string): Record<string, string> {
  const found = html.matchAll(/data-path="([^"]+)">(.*?)<\/(?:p|li)>/gs);
  return Object.fromEntries([...found].map(([, path, words]) => [path!, wordsOf(words!).trim()]));
}

/** Returns the text beside the field of this name. */
export function besideField(html: string, name: string): string {
  return html.split(`name="${name}"`)[1]?.split('</div>')[0] ?? '';
}

/** Returns the words of a page, without its tags. */
export function wordsOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

async function read(response: Response): Promise<Page> {
  return { status: response.status, html: await response.text(), location: response.headers.get('location') };
}
