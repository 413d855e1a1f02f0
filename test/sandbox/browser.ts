import type { Browser, Page } from 'playwright-core';
import { lendChineseFace } from '../support/chinese-face.js';

/** Opens the page of the phone, and collects the errors that the browser reports. */
export async function openPhone(
  browser: Browser,
  address: string,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'zh-CN' });
  await lendChineseFace(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(address);
  return { page, complaints };
}
