import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openChromium } from '../support/chromium.js';
import { openPhone } from './browser.js';
import { type Callback, field, openCallback, opened } from './callback.js';
import { openStandIn, type StandIn, XIAOYU } from './stand-in.js';

let callback: Callback;
let wechat: StandIn;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  callback = await openCallback((response) => response.end(''));
  wechat = await openStandIn(callback.url);
  browser = await openChromium();
  ({ page, complaints } = await openPhone(browser, `${wechat.server.url}/sandbox?person=${XIAOYU}`));
});
afterAll(async () => {
  await browser.close();
  await wechat.close();
  await callback.close();
});
beforeEach(() => {
  callback.received.length = 0;
});

const said = () => callback.received.map((push) => field(opened(push), 'Content'));

test('Enter sends a message, and both sides of the chat appear without a reload', async () => {
  await page.fill('textarea', '我的账号被盗了');
  await page.press('textarea', 'Enter');
  await page.locator('.said.up', { hasText: '我的账号被盗了' }).waitFor();
  expect(await page.inputValue('textarea')).toBe('');
  await wechat.call('message/custom/send', {
    touser: XIAOYU,
    msgtype: 'text',
    text: { content: '正在处理,见 http://127.0.0.1/t/abc' },
  });
  await page.locator('.said.down a[href="http://127.0.0.1/t/abc"]').waitFor();
  expect(said()).toEqual(['我的账号被盗了']);
  expect(await page.locator('.said').count()).toBe(2);
});

test('Enter that confirms a candidate of an input method sends nothing, and Shift+Enter makes a new line', async () => {
  await page.fill('textarea', 'ni');
  for (const hint of [{ isComposing: true }, { keyCode: 229 }]) {
    await page.dispatchEvent('textarea', 'keydown', { key: 'Enter', bubbles: true, ...hint });
  }
  await page.press('textarea', 'Shift+Enter');
  expect(await page.inputValue('textarea')).toBe('ni\n');
  await page.fill('textarea', '你好');
  await page.press('textarea', 'Enter');
  await page.locator('.said.up', { hasText: '你好' }).waitFor();
  expect(said()).toEqual(['你好']);
});

test('a tapped suggestion waits in the field, and a tapped menu item is sent at once', async () => {
  await page.locator('.tries button').first().click();
  expect(await page.inputValue('textarea')).toContain('我的账号被盗了');
  await page.fill('textarea', '');
  await page.locator('.menu button', { hasText: '查进度' }).click();
  await page.locator('.notice', { hasText: '查进度' }).waitFor();
  expect(callback.received.map((push) => field(opened(push), 'EventKey'))).toEqual(['progress']);
});

test('a person who unfollows can no longer write', async () => {
  await page.locator('label', { hasText: '关注' }).click();
  await page.locator('.composer[inert]').waitFor();
  await page.locator('label', { hasText: '关注' }).click();
  await page.locator('.composer:not([inert])').waitFor();
  const events = callback.received.map((push) => field(opened(push), 'Event'));
  expect(events).toEqual(['unsubscribe', 'subscribe']);
});

test('the clock of the handset moves with the demonstration', async () => {
  await page.locator('.moves button[value="1440"]').click();
  await page.locator('.reading em').waitFor();
  await page.locator('.moves button[value="0"]').click();
  await page.locator('.reading em').waitFor({ state: 'detached' });
});

test('the simulated phone causes no errors in the browser', () => {
  expect(complaints).toEqual([]);
});
