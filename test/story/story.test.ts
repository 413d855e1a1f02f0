import { setTimeout as pause } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CUSTOMERS, STAFF } from '../../src/demo/cast.js';
import { Browsing } from '../support/browsing.js';
import { Colleague } from './colleague.js';
import { Installation } from './installation.js';
import { Phone } from './phone.js';

/** A second is promised; a machine that runs other tests may take longer. */
const SOON_MS = 5000;

let shop: Installation;
let browsing: Browsing;
let lina: Colleague;
let zhaolei: Colleague;
let wangfang: Colleague;
let chenjing: Colleague;

beforeAll(async () => {
  shop = Installation.embedded({ DEMO: 'on', LOG_LEVEL: 'info' });
  const program = await shop.start();
  browsing = await Browsing.open(program.url);
  lina = await Colleague.logIn(browsing, 'lina');
  zhaolei = await Colleague.logIn(browsing, 'zhaolei');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await browsing.keepEvidence(task.name);
});
afterAll(async () => {
  await browsing?.close();
  await shop.close();
});

describe('小明, whose account was stolen', () => {
  let xiaoming: Phone;
  let number: string;

  test('小明 writes, and 李娜 sees the ticket at once without reloading', async () => {
    xiaoming = await Phone.open(browsing, 'xiaoming');
    await lina.page.goto('/tickets');
    await lina.marks();
    const row = lina.page.locator('.ticket-row-p0', { hasText: '小明' });
    const [ms] = await Promise.all([
      timed(() => row.waitFor()),
      xiaoming.says('我的账号被盗了,有人在异地登录'),
    ]);
    process.stdout.write(`  from the phone to an open console: ${ms} ms\n`);
    expect(ms).toBeLessThan(SOON_MS);
    expect(await lina.hasReloaded()).toBe(false);
    expect(await row.innerText()).toContain('售后');
    expect(await ticks(lina.page, '.ticket-row-p0 .clock-text')).toBe(true);
  });

  test('小明 is told the number of the ticket, and how to ask for progress', async () => {
    const receipt = await xiaoming.hears();
    number = numberIn(receipt);
    expect(receipt).toContain('账号被盗');
    expect(receipt).toContain('回复『进度』');
  });

  test('the ticket of 小明 is urgent for a reason that can be read, and its clock runs', async () => {
    // The most urgent ticket comes first. It is reached and opened without the mouse.
    await lina.page.keyboard.press('j');
    await lina.page.keyboard.press('Enter');
    await lina.find('ticket-number').waitFor();
    expect(await lina.find('ticket-number').innerText()).toBe(number);
    expect(await lina.find('ticket').innerText()).toMatch(/P0/);
    expect(await lina.find('ticket-reason').innerText()).toMatch(/两个信号.*账号.*异地/);
    expect(await ticks(lina.page, '.now .clock-text')).toBe(true);
  });

  test('李娜 claims the ticket of 小明, and 赵磊 is told who has it when he tries', async () => {
    let letHear = () => {};
    const hears = new Promise<void>((resolve) => (letHear = resolve));
    await zhaolei.page.route('**/live', (route) => hears.then(() => route.continue()));
    await zhaolei.opens(number);
    await lina.claims();
    await lina.page.locator('[data-testid=owner]', { hasText: '李娜' }).waitFor();
    await zhaolei.claims();
    expect(await zhaolei.find('refused').innerText()).toContain('李娜');
    letHear();
    await lina.writesNote('先核对登录记录');
    await zhaolei.find('story').getByText('先核对登录记录').waitFor();
    expect(await zhaolei.find('refused').innerText()).toContain('李娜');
    await zhaolei.page.unroute('**/live');
  });

  test('a form of 李娜 that was refused keeps its text and its faults while the page gets news', async () => {
    await lina.find('hold').click();
    await lina.page.fill('#hold-reason', '等平台回执');
    await lina.page.fill('#hold-until', '2020-01-01T10:00');
    await lina.page.locator('form[action$="/holds"] button').click();
    const fault = lina.page.locator('#hold-until-error');
    await fault.waitFor();
    await zhaolei.writesNote('我看过了，是异地设备');
    await lina.find('story').getByText('我看过了，是异地设备').waitFor();
    expect(await fault.isVisible()).toBe(true);
    expect(await lina.page.inputValue('#hold-reason')).toBe('等平台回执');
    await lina.opens(number);
  });

  test('小明 reads the reply, which Enter did not send while 李娜 was still composing it', async () => {
    await compose(lina.page, lina.field, '已经');
    await lina.page.keyboard.type('为您冻结账号');
    expect(await lina.field.inputValue()).toBe('已经为您冻结账号');
    await lina.field.press('Enter');
    expect(await xiaoming.hears()).toBe('已经为您冻结账号');
  });

  test('小明 composes a text on the phone too before Enter sends it', async () => {
    // WeChat does not tell the order of events within one second: the reply would count in the new window too.
    await pause(1000);
    await compose(xiaoming.page, xiaoming.field, '谢谢');
    await xiaoming.field.press('Enter');
    await xiaoming.page.locator('.said.up', { hasText: '谢谢' }).waitFor();
    await lina.find('story').getByText('谢谢').first().waitFor();
    // A customer who writes opens a new window, which the composer shows by itself.
    await lina.page.locator('.allowance', { hasText: '还可发送 5 条' }).waitFor();
  });
});

describe('小红, who wants her money back', () => {
  let xiaohong: Phone;
  let number: string;

  test('小红 writes, and the ticket has her order and amount', async () => {
    xiaohong = await Phone.open(browsing, 'xiaohong');
    await xiaohong.says('我要退款,订单 20261120123456,68.50元');
    number = numberIn(await xiaohong.hears());
    await lina.opens(number);
    expect(await lina.find('field-order').innerText()).toBe('20261120123456');
    expect(await lina.find('field-amount').innerText()).toContain('68.50');
  });

  test('李娜 hands the ticket of 小红 to finance, 王芳 accepts it, and 小红 is told so', async () => {
    wangfang = await Colleague.logIn(browsing, 'wangfang');
    await lina.handsTo('finance', '退货已入库，请退款');
    await lina.page.locator('.flash, [data-testid=withdraw]').first().waitFor();
    await wangfang.opens(number);
    expect(await wangfang.find('ticket').innerText()).toContain('退货已入库，请退款');
    await wangfang.find('accept').click();
    expect(await xiaohong.hears()).toContain('财务');
  });

  test('王芳 requests the refund of 小红 and may not approve it herself', async () => {
    await wangfang.find('request-refund').click();
    await wangfang.page.locator('.refund-requested').waitFor();
    expect(await wangfang.page.locator('.refund-own').count()).toBe(1);
    expect(await wangfang.page.locator('form[action$=approvals]').count()).toBe(0);
  });

  test('陈静 approves the refund of 小红', async () => {
    chenjing = await Colleague.logIn(browsing, 'chenjing');
    await approve(chenjing, number);
    const notice = await xiaohong.hears();
    expect(notice).toContain('68.50');
    expect(notice).toContain('已批准');
  });

  test('小红 asks for progress and gets a link that needs no login', async () => {
    await xiaohong.says('进度');
    const progress = await xiaohong.hears();
    expect(progress).toContain(number);
    expect(progress).toContain('退款已批准，等待打款');
    const page = await browsing.page('小红 on the web');
    await page.goto(/http\S+\/t\/\S+/.exec(progress)![0]);
    expect(await page.locator('.stage').count()).toBeGreaterThan(2);
    expect(await page.locator('.stage-now').count()).toBe(1);
    expect(await page.locator('.case').innerText()).toContain(number);
  });

  test('王芳 pays the refund of 小红 with a voucher, which closes the ticket', async () => {
    await pay(wangfang, number, 'PZ202611-0042');
    await wangfang.page.locator('.ticket-head', { hasText: '已关闭' }).waitFor();
    expect(await wangfang.page.locator('.composer-as').allInnerTexts()).toEqual(['内部备注']);
    const notice = await xiaohong.hears();
    expect(notice).toContain('已打款');
    expect(notice).toContain('PZ202611-0042');
  });
});

describe('Emma, who writes English', () => {
  test('Emma is told of each step in English', async () => {
    const emma = await Phone.open(browsing, 'emma');
    await emma.says('progress');
    const number = numberIn(await emma.hears());
    await wangfang.opens(number);
    await wangfang.find('accept').click();
    expect(await emma.hears()).toContain('is now with our Finance team');
    await wangfang.find('request-refund').click();
    await wangfang.page.locator('.refund-requested').waitFor();
    await approve(chenjing, number);
    expect(await emma.hears()).toMatch(/Your refund of .*42\.00.* is approved/);
    await pay(wangfang, number, 'PZ202611-0043');
    expect(await emma.hears()).toMatch(/Your refund of .*42\.00.* is paid/);
  });
});

test('the console can be dark, and in English', async () => {
  const brightness = () => lina.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await lina.page.goto('/tickets?theme=light');
  const light = await brightness();
  await lina.page.goto('/tickets?theme=dark');
  expect(await brightness()).not.toBe(light);
  await lina.page.goto('/tickets?lang=en');
  expect(await lina.page.locator('h1').innerText()).toBe('Tickets');
  expect(await lina.page.locator('html').getAttribute('lang')).toBe('en');
});

test('the log of the whole story names nobody', () => {
  const lines = shop.running[0]!.said.split('\n').filter((line) => line.startsWith('{'));
  expect(lines.length).toBeGreaterThan(20);
  const log = lines.join('\n');
  const people = [...Object.values(CUSTOMERS), ...Object.values(STAFF)];
  for (const { name } of people) expect(log).not.toContain(name);
  for (const { openid } of Object.values(CUSTOMERS)) expect(log).not.toContain(openid);
  expect(log).not.toMatch(/退款|账号|\b1[3-9]\d{9}\b|@huiyin/);
});

test('no browser of the whole story reported an error', () => {
  expect(browsing.complaints).toEqual([]);
});

function numberIn(text: string): string {
  return /T\d{6,}/.exec(text)?.[0] ?? `no number in: ${text}`;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = Date.now();
  await work();
  return Date.now() - began;
}

/** Says whether the text of a clock changes. */
async function ticks(page: Page, clock: string): Promise<boolean> {
  const text = page.locator(clock).first();
  const before = await text.innerText();
  for (let look = 0; look < 50; look += 1) {
    if ((await text.innerText()) !== before) return true;
    await page.waitForTimeout(100);
  }
  return false;
}

/** Writes through an input method: the Enter that takes the candidate must send nothing. */
async function compose(page: Page, field: Locator, text: string): Promise<void> {
  const keyboard = await page.context().newCDPSession(page);
  await field.evaluate((element) => {
    element.addEventListener('keydown', (event) => {
      element.dataset.composing = String((event as KeyboardEvent).isComposing);
    });
  });
  await field.focus();
  const end = text.length;
  await keyboard.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end });
  // The key has no character, because the input method keeps it for itself.
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 };
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
  expect(await field.getAttribute('data-composing')).toBe('true');
  await keyboard.send('Input.insertText', { text });
  expect(await field.inputValue()).toBe(text);
}

async function approve(colleague: Colleague, number: string): Promise<void> {
  await colleague.page.goto('/refunds');
  const card = colleague.page.locator('.refund-card', { hasText: number });
  await card.locator('.refund-approve > summary').click();
  await card.locator('form[action$=approvals] button').click();
}

async function pay(colleague: Colleague, number: string, voucher: string): Promise<void> {
  await colleague.opens(number);
  await colleague.page.locator('input[name=voucher]').fill(voucher);
  await colleague.page.locator('.refund-pay button').click();
}
