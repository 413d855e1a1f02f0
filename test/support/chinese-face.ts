import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { root } from '../../src/platform/config/index.js';

const PACKAGE = join(root, 'node_modules/@fontsource-variable/noto-sans-sc');
const PLACE = '/lent-face/';

/**
 * Pages send no Chinese font, because phones and computers have one. The browser of the tests has none and gets
 * one beside the program, so that what it draws can be measured and looked at.
 */
export async function lendChineseFace(context: BrowserContext): Promise<void> {
  const faces = readFileSync(join(PACKAGE, 'wght.css'), 'utf8')
    .replaceAll('Noto Sans SC Variable', 'Noto Sans SC')
    .replaceAll('./files/', PLACE);
  await context.route(/\/assets\/.*\.css$/, async (route) => {
    const response = await route.fetch({ maxRetries: 3 });
    await route.fulfill({ response, body: `${await response.text()}\n${faces}` });
  });
  await context.route(`**${PLACE}*`, async (route) => {
    const file = basename(new URL(route.request().url()).pathname);
    await route.fulfill({ body: await readFile(join(PACKAGE, 'files', file)), contentType: 'font/woff2' });
  });
}
