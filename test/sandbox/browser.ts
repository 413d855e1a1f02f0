import { transform } from '@swc/core';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { root } from '../../src/platform/config/index.js';

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
    const body = await compiled(basename(new URL(route.request().url()).pathname, '.js'));
    await route.fulfill({ body, contentType: 'text/javascript' });
  });
  await page.goto(address);
  return { page, complaints };
}

async function compiled(name: string): Promise<string> {
  const source = await readFile(join(root, `src/sandbox/client/${name}.ts`), 'utf8');
  const { code } = await transform(source, {
    filename: `${name}.ts`,
    jsc: {
      parser: { syntax: 'typescript' },
      target: 'es2022',
      transform: { useDefineForClassFields: false },
    },
  });
  return code.replace('@hotwired/stimulus', '/sandbox/assets/stimulus.js');
}
