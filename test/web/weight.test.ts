import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql, type Sql } from '../../src/platform/database/index.js';
import { openChromium } from '../support/chromium.js';
import { Workbench } from './workbench.js';

const KB = 1024;
const PATIENCE_MS = 60_000;
/** A page shows 50 rows. */
const MORE = 60;
const PHONE = { viewport: { width: 375, height: 760 }, locale: 'zh-CN' };
const DESK = { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' };

let bench: Workbench;
let browser: Browser;
beforeAll(async () => {
  bench = await Workbench.open();
  browser = await openChromium();
  await bench.says('xiaohong', '我要退款,订单 20261120123456,68.50元');
});
afterAll(async () => {
  await browser?.close();
  await bench.close();
});

interface Loaded {
  path: string;
  kind: string;
  bytes: number;
}

/** Collects all that the network brought for a page that this browser has never seen, with the bytes of each. */
async function firstVisit(context: BrowserContext, path: string): Promise<Loaded[]> {
  const page = await context.newPage();
  const loaded = await listen(page);
  await page.goto(path, { waitUntil: 'load' });
  await page.waitForTimeout(1_000);
  await context.close();
  return [...loaded.values()];
}

async function listen(page: Page): Promise<Map<string, Loaded>> {
  const session = await page.context().newCDPSession(page);
  const loaded = new Map<string, Loaded>();
  session.on('Network.responseReceived', ({ requestId, response, type }) => {
    loaded.set(requestId, { path: new URL(response.url).pathname, kind: type, bytes: 0 });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = loaded.get(requestId);
    if (one) one.bytes = encodedDataLength;
  });
  await session.send('Network.enable');
  return loaded;
}

const open = (options: BrowserContextOptions) =>
  browser.newContext({ baseURL: bench.server.url, bypassCSP: true, ...options });

async function signedIn(who: 'lina' | 'wutao'): Promise<BrowserContext> {
  const { cookie } = await bench.desk(who);
  const context = await open(DESK);
  const cookies = cookie.split('; ').map((pair) => pair.split(/=(.*)/s) as [string, string]);
  await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: bench.server.url })));
  return context;
}

/** Sorted, because whichever the network answers first is told first. */
const names = (loaded: Loaded[]) => loaded.map(({ path }) => path.split('/').at(-1)).sort();

const sum = (loaded: Loaded[]) => loaded.reduce((total, { bytes }) => total + bytes, 0);

async function trackingPath(): Promise<string> {
  return bench.trackingPath(await bench.ticketOf('xiaohong'));
}

it(
  'a first visit of the tracking page on a phone weighs under 60 KB and brings no font',
  async () => {
    const loaded = await firstVisit(await open(PHONE), await trackingPath());
    expect(loaded.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Document', 'Stylesheet']));
    expect(loaded.filter(({ kind }) => kind === 'Font')).toEqual([]);
    expect(sum(loaded)).toBeLessThan(60 * KB);
  },
  PATIENCE_MS,
);

it(
  'a customer asks for escalation on the tracking page without JavaScript',
  async () => {
    const context = await open({ ...PHONE, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(await trackingPath());
    await page.getByTestId('urge').click();
    await page.getByTestId('urged').waitFor();
    await context.close();
  },
  PATIENCE_MS,
);

it(
  'a first visit of the inbox weighs under 250 KB, with one style sheet of under 15 KB',
  async () => {
    const loaded = await firstVisit(await signedIn('lina'), '/inbox');
    const sheets = loaded.filter(({ kind }) => kind === 'Stylesheet');
    const scripts = loaded.filter(({ kind }) => kind === 'Script');
    expect(sum(loaded)).toBeLessThan(250 * KB);
    expect(names(sheets)).toEqual(['console.css']);
    expect(sum(sheets)).toBeLessThan(15 * KB);
    expect(names(scripts)).toEqual(['console.js', 'theme.js']);
    expect(loaded.filter(({ kind }) => kind === 'Font')).toEqual([]);
  },
  PATIENCE_MS,
);

it(
  'a page of the settings brings a sheet of its own beside that of the console',
  async () => {
    const loaded = await firstVisit(await signedIn('wutao'), '/settings/audit');
    const sheets = loaded.filter(({ kind }) => kind === 'Stylesheet');
    expect(names(sheets)).toEqual(['console.css', 'settings.css']);
  },
  PATIENCE_MS,
);

interface Full {
  page: string;
  most: number;
  who: 'lina' | 'wutao';
  path: () => string | Promise<string>;
  row: RegExp;
}

const FULL: Full[] = [
  { page: 'the queue', most: 86, who: 'lina', path: () => '/tickets?tab=department', row: /data-row-id=/g },
  {
    page: 'an open conversation',
    most: 80,
    who: 'lina',
    path: async () => `/inbox/${await bench.talkOf('xiaohong')}`,
    row: /id="message-\d/g,
  },
  {
    page: 'the list of deliveries',
    most: 80,
    who: 'wutao',
    path: () => '/deliveries?state=gave_up',
    row: /said-delivery-gave_up/g,
  },
];

describe('pages whose lists are full', () => {
  beforeAll(fill, PATIENCE_MS);

  it.each(FULL)('$page with 50 rows weighs at most $most KB', async ({ most, who, path, row }) => {
    const { html } = await (await bench.desk(who)).get(await path());
    expect([...html.matchAll(row)].length).toBe(50);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(most * KB);
  });
});

/** Copies the ticket of a customer, its clocks, what was said and what was sent, so that no page shows all of it. */
async function fill(): Promise<void> {
  const [lina, talk] = await Promise.all([bench.desk('lina'), bench.talkOf('xiaohong')]);
  await lina.post(`/inbox/${talk}/replies`, { text: '您好，正在为您查询这笔退款。' });
  const one = sql`(select min(id) from ticket)`;
  await bench.rows(sql`
    insert into ticket (id, subject, type, priority, department_id, customer_id, search, opened_at, updated_at, conversation_id, identity_id)
    overriding system value
    select 900000 + n, subject, type, priority, department_id, customer_id, search, opened_at, updated_at, conversation_id, identity_id
      from ticket, generate_series(1, ${MORE}) n where id = ${one}`);
  await copied(sql`timer`, sql`o.ticket_id = ${one}`, sql`jsonb_build_object('ticket_id', 900000 + n)`);
  await copied(sql`message`, sql`o.conversation_id = ${talk}`, sql`'{}'::jsonb`);
  const failed = sql`
    jsonb_build_object('provider_id', null, 'reason_key', 'copy:' || n, 'state', 'gave_up', 'reason', 'network')`;
  await copied(sql`delivery`, sql`o.id = (select max(id) from delivery)`, failed);
}

async function copied(table: Sql, which: Sql, changes: Sql): Promise<void> {
  const id = sql`jsonb_build_object('id', 900000 + n * 100 + o.id)`;
  await bench.rows(sql`
    insert into ${table} overriding system value
    select copy.* from ${table} o, generate_series(1, ${MORE}) n, jsonb_populate_record(o, ${id} || ${changes}) copy
     where ${which}`);
}
