import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { FakeWechat } from '../channels/fake-wechat.js';
import { until } from '../platform/program.js';
import type { Program } from '../support/program.js';
import { Installation } from './installation.js';
import { push, text } from './wire.js';

const SEND = '/cgi-bin/message/custom/send';
/** A delivery that a second process could send again would be sent again by its next sweep, every second. */
const TWO_SWEEPS_MS = 2500;

const wechat = new FakeWechat();
let shop: Installation;
let token: string;

beforeAll(async () => {
  await wechat.open();
  shop = await Installation.onServer();
  await shop.connect(wechat.url);
  const lina = ['--email', 'lina@huiyin.example'];
  const facts = [
    '--name',
    '李娜',
    '--role',
    'agent',
    '--department',
    'support',
    '--password',
    'huiyin-test-2026',
  ];
  await shop.command('user:create', ...lina, ...facts);
  ({ token } = await shop.command<{ token: string }>('token:create', ...lina));
});
beforeEach(async () => {
  await shop.stop();
  wechat.reset();
  wechat.on(SEND, () => ({ errcode: 0, errmsg: 'ok' }));
});
afterAll(async () => {
  await shop.close();
  await wechat.close();
});

test('one process serves and another works: a reply goes out once', async () => {
  const web = await shop.start({ ROLE: 'web' });
  const worker = await shop.start({ ROLE: 'worker' });
  expect((await fetch(`${worker.url}/api/v1/tickets`)).status).toBe(404);
  const number = await refundTicket(web, 'oXiaoming');
  await reply(web, number, '马上为您处理');
  await settled(['accepted']);
  await pause(TWO_SWEEPS_MS);
  expect(sent()).toEqual(['oXiaoming: 马上为您处理']);
});

test('two processes that both send: a hundred replies to a hundred customers go out once each', async () => {
  const programs = [await shop.start(), await shop.start()];
  const openids = Array.from({ length: 100 }, (_, n) => `oHundred${n}`);
  await inTens(openids, async (openid, n) => {
    const number = await refundTicket(programs[n % 2]!, openid);
    await reply(programs[(n + 1) % 2]!, number, `给您的答复 ${openid}`);
  });
  await settled(['accepted']);
  await pause(TWO_SWEEPS_MS);
  expect(sent().sort()).toEqual(openids.map((openid) => `${openid}: 给您的答复 ${openid}`).sort());
});

test('killed while WeChat was being called: the reply may have arrived, so it is never sent blindly again', async () => {
  const victim = await shop.start();
  wechat.on(SEND, () => undefined);
  const number = await refundTicket(victim, 'oXiaohong');
  await reply(victim, number, '已经退款');
  await until(() => sent().length === 1);
  await victim.kill();
  await shop.rows("update delivery set lease_until = now() - interval '1 second' where state = 'sending'");
  await shop.start();
  await settled(['unknown']);
  await pause(TWO_SWEEPS_MS);
  expect(sent()).toEqual(['oXiaohong: 已经退款']);
});

async function refundTicket(program: Program, openid: string): Promise<string> {
  const answer = await push(program.url, text(openid, '我要退款，订单 20261120123456，68.50元'));
  return /T\d+/.exec(answer.text ?? '')![0];
}

async function reply(program: Program, number: string, words: string): Promise<void> {
  const response = await fetch(`${program.url}/api/v1/tickets/${number}/replies`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text: words }),
  });
  expect([response.status, await response.json()]).toEqual([
    201,
    expect.objectContaining({ deliveryId: expect.any(String) as string }),
  ]);
}

/** Every reply written since the last test has come to its end. */
async function settled(states: string[]): Promise<void> {
  const open = "select from delivery where state in ('planned', 'sending')";
  await until(async () => (await shop.rows(open)).length === 0, 40_000);
  const newest = 'select state from delivery order by id desc limit 1';
  expect(states).toContain((await shop.rows<{ state: string }>(newest))[0]!.state);
}

function sent(): string[] {
  return wechat
    .to(SEND)
    .map(({ body }) => `${String(body.touser)}: ${(body.text as { content: string }).content}`);
}

async function inTens<T>(things: T[], work: (thing: T, n: number) => Promise<void>): Promise<void> {
  for (let n = 0; n < things.length; n += 10) {
    await Promise.all(things.slice(n, n + 10).map((thing, k) => work(thing, n + k)));
  }
}
