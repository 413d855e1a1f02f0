import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { HttpAdapterHost } from '@nestjs/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { lendChineseFace } from '../support/chinese-face.js';
import { openChromium } from '../support/chromium.js';
import { type Desk, Workbench } from './workbench.js';

/** A machine that runs other tests draws slowly. */
const PATIENCE_MS = 90_000;

let bench: Workbench;
let browser: Browser;
let lina: Desk;
let zhaolei: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  browser = await openChromium();
  [lina, zhaolei] = [await bench.desk('lina'), await bench.desk('zhaolei')];
}, PATIENCE_MS);
afterAll(async () => {
  await browser?.close();
  await bench.close();
});

async function opened(desk: Desk, path: string, width = 1440): Promise<Page> {
  const viewport = { width, height: 820 };
  const settings = { baseURL: bench.server.url, locale: 'zh-CN', viewport, bypassCSP: true };
  const context = await browser.newContext(settings);
  const cookies = desk.cookie.split('; ').map((pair) => pair.split(/=(.*)/s) as [string, string]);
  await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: bench.server.url })));
  await lendChineseFace(context);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(path);
  await page.locator('.composer-tools:not([hidden])').waitFor();
  return page;
}

const saidBy = (text: string) =>
  bench.rows<{ count: number }>(sql`select count(*)::int count from message where text = ${text}`);

describe('bug B9: a colleague answers first', () => {
  it(
    'what was being typed stays on the screen with the name of who answered, and can be discarded',
    async () => {
      await bench.says('wuyan', '请问什么时候补货?');
      const talk = await bench.talkOf('wuyan');
      const page = await opened(zhaolei, `/inbox/${talk}`);
      await page.locator('.composer-field').fill('周五到货，要帮您留一件吗');
      await lina.post(`/inbox/${talk}/replies`, { text: '周五' });
      const kept = page.locator('[data-testid=kept-draft]');
      await kept.waitFor();
      expect(await kept.locator('textarea').inputValue()).toBe('周五到货，要帮您留一件吗');
      expect(await kept.innerText()).toContain('李娜 已先回复');
      await bench.says('wuyan', '好的');
      await page.locator('.bubble', { hasText: '好的' }).waitFor();
      expect(await kept.locator('textarea').inputValue()).toBe('周五到货，要帮您留一件吗');
      expect(await kept.getByText('复制').isVisible()).toBe(true);
      await kept.getByText('丢弃').click();
      expect(await kept.isVisible()).toBe(false);
      await page.context().close();
    },
    PATIENCE_MS,
  );
});

describe('fault 29: the network is gone', () => {
  it(
    'a banner says so, the reply stays in its field, and it is sent once when the network is back',
    async () => {
      await bench.says('zhoujie', '在吗');
      const talk = await bench.talkOf('zhoujie');
      const page = await opened(lina, `/inbox/${talk}`, 375);
      await page.context().setOffline(true);
      await page.locator('[data-testid=offline]').waitFor();
      const field = page.locator('.composer-field');
      await field.fill('在的，请说');
      await field.press('Enter');
      await page.locator('[data-testid=waiting]').waitFor();
      expect(await field.inputValue()).toBe('在的，请说');
      await page.context().setOffline(false);
      await page.locator('.bubble', { hasText: '在的，请说' }).waitFor();
      expect(await page.locator('[data-testid=offline]').isVisible()).toBe(false);
      // The bubble stands before the server has the words.
      await page.locator('.said[data-message]', { hasText: '在的，请说' }).waitFor();
      expect(await field.inputValue()).toBe('');
      expect(await saidBy('在的，请说')).toEqual([{ count: 1 }]);
      await page.context().close();
    },
    PATIENCE_MS,
  );
});

/** Answers the next request for `path` with a page that begins and does not end. */
function halt(path: string): Promise<void> {
  const http = bench.server.get(HttpAdapterHost).httpAdapter.getHttpServer() as Server;
  return new Promise((begun) => {
    const keep = (request: IncomingMessage, answer: ServerResponse) => {
      if (request.url !== path) return;
      http.off('request', keep);
      answer.end = () => {
        begun();
        return answer;
      };
    };
    http.prependListener('request', keep);
  });
}

describe('a page is left before it was read', () => {
  it(
    'another link can be followed while a page still arrives, and the browser reports no error',
    async () => {
      await bench.says('wuyan', '今天发货吗');
      const page = await opened(lina, `/inbox/${await bench.talkOf('wuyan')}`);
      const failed: string[] = [];
      page.on('pageerror', (error) => failed.push(String(error)));
      const begun = halt('/tickets');
      const arriving = page.waitForResponse('**/tickets');
      await page.locator('a[href="/tickets"]').first().click();
      await Promise.all([begun, arriving]);
      await page.locator('a[href="/inbox"]').first().click();
      await page.locator('.tab[href="/inbox"][aria-current=page]').waitFor();
      expect(failed).toEqual([]);
      await page.context().close();
    },
    PATIENCE_MS,
  );
});
