import { basename } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { clientScript } from '../support/client-script.js';

/** The phone's page with its scripts compiled from the source, so that no build is needed. */
export async function openPhone(
  browser: Browser,
  address: string,
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ locale: 'zh-CN' });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.route('**/sandbox/assets/client/*.js', async (route) => {
    const script = await clientScript('sandbox', basename(new URL(route.request().url()).pathname, '.js'));
    const body = script.replace('@hotwired/stimulus', '/sandbox/assets/stimulus.js');
    await route.fulfill({ body, contentType: 'text/javascript' });
  });
  await page.goto(address);
  return { page, complaints };
}
