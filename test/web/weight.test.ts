import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChromium } from '../support/chromium.js';
import { Workbench } from './workbench.js';

const KB = 1024;
const PATIENCE_MS = 60_000;
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
