import { crc32, deflateSync } from 'node:zlib';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Sending } from '../../src/delivery/index.js';
import { lendChineseFace } from '../support/chinese-face.js';
import { openChromium } from '../support/chromium.js';
import { type Desk, Workbench } from './workbench.js';

const PHONE = { width: 375, height: 760 };
/** A machine that runs other tests draws slowly. */
const PATIENCE_MS = 60_000;

let bench: Workbench;
let browser: Browser;
let lina: Desk;
let talk: string;
beforeAll(async () => {
  bench = await Workbench.open();
  browser = await openChromium();
  lina = await bench.desk('lina');
  for (let line = 1; line <= 12; line += 1) await bench.says('wuyan', `第${line}件：请问什么时候补货？`);
  talk = `/inbox/${await bench.talkOf('wuyan')}`;
});
afterAll(async () => {
  await browser?.close();
  await bench.close();
});

/** Opens the member's console on a phone. */
async function opened(desk: Desk, path: string, language: 'zh-CN' | 'en'): Promise<Page> {
  // The program's policy allows the style of Turbo's progress bar; that of the tests' server does not.
  const settings = { baseURL: bench.server.url, locale: language, viewport: PHONE, bypassCSP: true };
  const context = await browser.newContext(settings);
  const cookies = desk.cookie.split('; ').map((pair) => pair.split(/=(.*)/s) as [string, string]);
  await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: bench.server.url })));
  await lendChineseFace(context);
  const page = await context.newPage();
  await page.goto(path);
  await page.locator('.topline').waitFor();
  return page;
}

async function conversation(language: 'zh-CN' | 'en'): Promise<Page> {
  const page = await opened(lina, talk, language);
  await page.locator('.composer-tools:not([hidden])').waitFor();
  return page;
}

async function box(part: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  return (await part.boundingBox())!;
}

const isAboveField = async (page: Page) => {
  const last = await box(page.locator('[data-message]').last());
  return last.y + last.height <= (await box(page.getByTestId('composer'))).y + 1;
};

it(
  'the end of a conversation stays above the field on a phone even while the field grows',
  async () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const page = await conversation(language);
      await expect.poll(() => isAboveField(page)).toBe(true);
      expect((await box(page.locator('.allowance > span:last-child'))).height).toBeLessThan(30);
      await page.getByTestId('composer').locator('textarea').fill('一\n二\n三\n四\n五');
      await expect.poll(() => isAboveField(page)).toBe(true);
      await page.context().close();
    }
  },
  PATIENCE_MS,
);

it('a picture fills its bubble, and the end of the conversation stays in sight', async () => {
  await lina.upload(`${talk}/files`, 'wide.png', wide());
  await bench.server.get(Sending).drain();
  const page = await conversation('en');
  const shown = page.locator('.said-us .bubble-image');
  await expect.poll(async () => (await box(shown.locator('img'))).height).toBeGreaterThan(100);
  const [bubble, image] = [await box(shown), await box(shown.locator('img'))];
  expect(bubble.width - image.width).toBeLessThan(4);
  await expect.poll(() => isAboveField(page)).toBe(true);
  await page.context().close();
});

it('tabs that are wider than a phone are scrolled to the open one', async () => {
  const page = await opened(lina, '/tickets?tab=done', 'en');
  const tab = page.locator('.tab[aria-current]');
  const ends = async () => {
    const { x, width } = await box(tab);
    return x + width;
  };
  await expect.poll(ends).toBeLessThanOrEqual(PHONE.width);
  await page.context().close();
});

it('the list of settings on a low screen is scrolled to the open one', async () => {
  const page = await opened(await bench.desk('wutao'), '/settings/audit', 'en');
  await page.setViewportSize({ width: 1280, height: 640 });
  await page.reload();
  const list = page.locator('.settings-nav');
  const below = async () => {
    const [whole, open] = [await box(list), await box(list.locator('[aria-current]'))];
    return open.y + open.height - whole.y - whole.height;
  };
  await expect.poll(below).toBeLessThanOrEqual(0);
  await page.context().close();
});

it('a policy in the settings is shown in one column on a phone', async () => {
  const page = await opened(await bench.desk('wutao'), '/settings/promises', 'en');
  expect((await box(page.locator('.policy-row h2').first())).width).toBeGreaterThan(250);
  expect((await box(page.locator('.policy-lines').first())).width).toBeGreaterThan(250);
  await page.context().close();
});

it(
  'rows that the browser added to a form come back as they were typed, each fault beside its own',
  async () => {
    const page = await opened(await bench.desk('wutao'), '/settings/calendars/new', 'en');
    await page.fill('[name="name[zh-CN]"]', '夜班');
    await page.fill('[name="week[mon]"]', '22-06');
    await page.locator('.days-ahead rect').first().waitFor();
    for (const index of [2, 3]) {
      await page.getByRole('button', { name: 'Add a date' }).click();
      await page.fill(`[name="days[${index}][date]"]`, `2027-01-0${index}`);
      await page.fill(`[name="days[${index}][hours]"]`, index === 3 ? 'late' : '10-16');
    }
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const fault = page.locator('[data-path="overrides.2027-01-03"]');
    await fault.waitFor();
    expect(await page.locator('.date-row').filter({ has: fault }).locator('input').nth(1).inputValue()).toBe(
      'late',
    );
    expect(await page.inputValue('[name="days[0][hours]"]')).toBe('10-16');
    expect(await page.inputValue('[name="week[mon]"]')).toBe('22-06');
    await page.context().close();
  },
  PATIENCE_MS,
);

it(
  'a milestone that the browser added is saved with the policy',
  async () => {
    const page = await opened(await bench.desk('wutao'), '/settings/promises/new', 'en');
    await page.fill('[name="name[zh-CN]"]', '寻件');
    await page.getByRole('button', { name: 'Add a milestone' }).click();
    await page.fill('[name="milestones[0][name][en]"]', 'Parcel found');
    await page.fill('[name="milestones[0][amount]"]', 'soon');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('[data-path="targets.milestone.parcel_found"]').waitFor();
    await page.fill('[name="milestones[0][amount]"]', '24');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.waitForURL('**/settings/promises');
    expect(await page.locator('.policy-row').last().innerText()).toContain('Parcel found');
    await page.context().close();
  },
  PATIENCE_MS,
);

/** Makes a picture of 1200 × 800 in few bytes. */
function wide(): Buffer {
  const part = (kind: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    return Buffer.concat([four(data.length), body, four(crc32(body))]);
  };
  const header = Buffer.concat([four(1200), four(800), Buffer.from([1, 0, 0, 0, 0])]);
  const rows = deflateSync(Buffer.alloc((1200 / 8 + 1) * 800));
  const start = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([start, part('IHDR', header), part('IDAT', rows), part('IEND', Buffer.alloc(0))]);
}

function four(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
