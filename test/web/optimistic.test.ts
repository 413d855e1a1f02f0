import type { Server } from 'node:http';
import { HttpAdapterHost } from '@nestjs/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { lendChineseFace } from '../support/chinese-face.js';
import { openChromium } from '../support/chromium.js';
import { HeldAnswers } from '../support/held-answers.js';
import { type Desk, Workbench } from './workbench.js';

/** A machine that runs other tests draws slowly. */
const PATIENCE_MS = 90_000;

let bench: Workbench;
let browser: Browser;
let lina: Desk;
let answers: HeldAnswers | undefined;
let talk: string;
let number: string;
beforeAll(async () => {
  bench = await Workbench.open();
  browser = await openChromium();
  lina = await bench.desk('lina');
}, PATIENCE_MS);
beforeEach(async () => {
  await bench.says('xiaohong', '我要退款,订单 20261120123456,68.50元');
  talk = await bench.talkOf('xiaohong');
  number = await bench.ticketOf('xiaohong');
});
afterEach(() => answers?.stop());
afterAll(async () => {
  await browser?.close();
  await bench.close();
});

async function opened(path: string, language = 'zh-CN'): Promise<Page> {
  const viewport = { width: 1440, height: 820 };
  const context = await browser.newContext({ baseURL: bench.server.url, locale: language, viewport });
  const cookies = lina.cookie.split('; ').map((pair) => pair.split(/=(.*)/s) as [string, string]);
  await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: bench.server.url })));
  await lendChineseFace(context);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(path);
  await page.locator('.composer-tools:not([hidden])').waitFor();
  return page;
}

function held(path: string): HeldAnswers {
  const http = bench.server.get(HttpAdapterHost).httpAdapter.getHttpServer() as Server;
  return (answers = new HeldAnswers(http, 'POST', path));
}

const saidBy = async (text: string) => {
  const rows = await bench.rows<{ count: number }>(
    sql`select count(*)::int count from message where text = ${text}`,
  );
  return rows[0]!.count;
};

const fieldOf = (page: Page) => page.locator('.composer-field');
const standing = (page: Page, text: string) => page.locator('.said-us, .moment', { hasText: text });
const sending = (page: Page) => page.locator('[id^=sending-]');
const answeredAs = (page: Page, text: string) =>
  page.locator('.said-us[id^=message-], .moment[id^=entry-]', { hasText: text });

async function send(page: Page, text: string): Promise<void> {
  await fieldOf(page).fill(text);
  await fieldOf(page).press('Enter');
}

it(
  'a reply stands among the messages before the server answers, once, and the answer takes its place',
  async () => {
    const path = `/inbox/${talk}`;
    const page = await opened(path);
    const kept = held(`${path}/replies`);
    await send(page, '<b>好的</b> & 稍等');
    await sending(page).waitFor();
    expect(await sending(page).locator('.bubble').textContent()).toBe('<b>好的</b> & 稍等');
    expect(await sending(page).innerText()).toContain('发送中');
    const seen = await sending(page).locator('.said-by').innerText();
    expect(await fieldOf(page).inputValue()).toBe('');
    await kept.until(1);
    await bench.says('xiaohong', '还在吗');
    await fieldOf(page).press('Enter');
    expect(await standing(page, '稍等').count()).toBe(1);
    const most = await page.evaluate(watchDoubles, '稍等');
    kept.stop();
    await answeredAs(page, '稍等').waitFor();
    await page.locator('.said-them', { hasText: '还在吗' }).waitFor();
    expect(await sending(page).count()).toBe(0);
    expect(await standing(page, '稍等').count()).toBe(1);
    expect(await standing(page, '稍等').locator('.said-by').innerText()).toBe(seen);
    expect(await page.evaluate(() => (window as unknown as { counts: number[] }).counts)).toEqual(most);
    expect(await saidBy('<b>好的</b> & 稍等')).toBe(1);
    await page.context().close();
  },
  PATIENCE_MS,
);

/** Notes each number of bubbles with the text that could be painted. It stays at one. */
function watchDoubles(text: string): number[] {
  const found = () =>
    [...document.querySelectorAll('.said-us')].filter((each) => each.textContent.includes(text)).length;
  const counts = [found()];
  const look = () => {
    if (counts.at(-1) !== found()) counts.push(found());
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  Object.assign(window, { counts });
  return [1];
}

it(
  'replies that are sent while the first is on its way follow it in their order, each once',
  async () => {
    const path = `/inbox/${talk}`;
    const page = await opened(path);
    const kept = held(`${path}/replies`);
    for (const text of ['一号回答', '二号回答', '三号回答']) await send(page, text);
    expect(await sending(page).locator('.bubble').allTextContents()).toEqual([
      '一号回答',
      '二号回答',
      '三号回答',
    ]);
    await kept.until(1);
    expect(await saidBy('二号回答')).toBe(0);
    kept.release();
    await answeredAs(page, '一号回答').waitFor();
    await kept.until(2);
    expect(await sending(page).locator('.bubble').allTextContents()).toEqual(['二号回答', '三号回答']);
    await fieldOf(page).fill('还没写完');
    kept.stop();
    await answeredAs(page, '三号回答').waitFor();
    const bubbles = await page.locator('.said-us .bubble').allTextContents();
    expect(bubbles.filter((text) => text.endsWith('号回答'))).toEqual(['一号回答', '二号回答', '三号回答']);
    expect(await fieldOf(page).inputValue()).toBe('还没写完');
    for (const text of ['一号回答', '二号回答', '三号回答']) expect(await saidBy(text)).toBe(1);
    await page.context().close();
  },
  PATIENCE_MS,
);

it(
  'a reply that the server refuses stands in the field again, with what waited behind it, and its bubble goes',
  async () => {
    const path = `/inbox/${talk}`;
    const page = await opened(path);
    const kept = held(`${path}/replies`);
    await page.evaluate(() => document.querySelector('.composer-field')?.removeAttribute('maxlength'));
    await send(page, '长'.repeat(6_000));
    await sending(page).waitFor();
    await send(page, '后一句');
    expect(await sending(page).count()).toBe(2);
    kept.stop();
    await page.locator('.composer .field-error[data-path=text]').waitFor();
    expect(await sending(page).count()).toBe(0);
    expect(await fieldOf(page).inputValue()).toBe(`${'长'.repeat(6_000)}\n后一句`);
    expect(await saidBy('后一句')).toBe(0);
    await page.context().close();
  },
  PATIENCE_MS,
);

it(
  'a reply that nobody answers stands in the field again, and the page says so to everybody',
  async () => {
    const path = `/inbox/${talk}`;
    const page = await opened(path, 'en');
    await page.route(`**${path}/replies`, (route) => route.abort());
    await send(page, 'On its way');
    const told = page.getByRole('alert').and(page.getByTestId('unanswered'));
    await told.waitFor();
    expect(await told.innerText()).toContain('your words are back in the field');
    expect(await sending(page).count()).toBe(0);
    expect(await fieldOf(page).inputValue()).toBe('On its way');
    await page.unroute(`**${path}/replies`);
    await fieldOf(page).press('Enter');
    await answeredAs(page, 'On its way').waitFor();
    expect(await told.isVisible()).toBe(false);
    expect(await saidBy('On its way')).toBe(1);
    await page.context().close();
  },
  PATIENCE_MS,
);

it(
  'a screen reader hears once what is being sent',
  async () => {
    const path = `/inbox/${talk}`;
    const page = await opened(path);
    const kept = held(`${path}/replies`);
    await send(page, '请您稍候');
    await sending(page).waitFor();
    const heard = await page.evaluate(() =>
      [...document.querySelectorAll('[role=status], [role=alert], [role=log], [aria-live]')]
        .map((each) => each.textContent.trim())
        .filter((words) => words.includes('请您稍候')),
    );
    expect(heard).toEqual(['正在发送：请您稍候']);
    kept.stop();
    await answeredAs(page, '请您稍候').waitFor();
    expect(await page.locator('.composer [role=status].visually-hidden').textContent()).toBe('');
    await page.context().close();
  },
  PATIENCE_MS,
);

it(
  'on the page of a ticket a reply and a note stand in its story at once, each as what it is',
  async () => {
    const path = `/tickets/${number}`;
    const page = await opened(path);
    const kept = held(`${path}/words`);
    await send(page, '正在查');
    await page.locator('.composer-as-note').click();
    await send(page, '仓库说明天到');
    expect(await page.locator('.moment-us[id^=sending-]').innerText()).toContain('发送中');
    expect(await page.locator('.moment-note[id^=sending-]').innerText()).toContain('仓库说明天到');
    await kept.until(1);
    kept.stop();
    await answeredAs(page, '仓库说明天到').waitFor();
    expect(await sending(page).count()).toBe(0);
    expect(await saidBy('正在查')).toBe(1);
    expect(await saidBy('仓库说明天到')).toBe(0);
    await page.context().close();
  },
  PATIENCE_MS,
);

it(
  'a note that nobody answers goes back as a note, so that no customer reads it',
  async () => {
    const path = `/tickets/${number}`;
    const page = await opened(path);
    await page.route(`**${path}/words`, (route) => route.abort());
    await page.locator('.composer-as-note').click();
    await send(page, '客户常退货');
    await page.getByTestId('unanswered').waitFor();
    expect(await fieldOf(page).inputValue()).toBe('客户常退货');
    expect(await page.locator('.composer-as-note input').isChecked()).toBe(true);
    await page.context().close();
  },
  PATIENCE_MS,
);
