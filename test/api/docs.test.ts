import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openChromium } from '../support/chromium.js';
import { ApiDesk } from './desk.js';

let desk: ApiDesk;
let browser: Browser;
beforeAll(async () => {
  desk = await ApiDesk.open();
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await desk.close();
});

test('the documentation works under the strict content policy and loads nothing from outside', async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(desk.server.url) && !/^(data|blob):/.test(url)) complaints.push(url);
  });
  await page.goto(`${desk.server.url}/api/docs`);
  const operation = page.locator('#operations-tickets-Tickets_list').first();
  await operation.waitFor();
  await operation.locator('button').first().click();
  await page.getByText('One or several, separated by commas').first().waitFor();
  expect(complaints).toEqual([]);
});
