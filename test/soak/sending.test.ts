import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Call, FakeWechat } from '../channels/fake-wechat.js';
import { until } from '../platform/program.js';
import type { Program } from '../support/program.js';
import { Agent } from '../story/agent.js';
import { Installation } from '../story/installation.js';
import { inLanes } from '../story/lanes.js';
import { push, text } from '../story/wire.js';

const SEND = '/cgi-bin/message/custom/send';
const TOKEN = '/cgi-bin/stable_token';
/** A second process that could send a delivery again would do so in its next sweep, within a second. */
const TWO_SWEEPS_MS = 2500;

const wechat = new FakeWechat();
let shop: Installation;
let lina: Agent;

beforeAll(async () => {
  await wechat.open();
  shop = await Installation.onServer();
  await shop.connect(wechat.url);
  lina = await Agent.hired(shop);
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

test('a reply goes out once when one process serves and another works', async () => {
  const web = await shop.start({ ROLE: 'web' });
  const worker = await shop.start({ ROLE: 'worker' });
  expect((await fetch(`${worker.url}/api/v1/tickets`)).status).toBe(404);
  const number = await refundTicket(web, 'oXiaoming');
  await reply(web, number, '马上为您处理');
  await settled(['accepted']);
  await pause(TWO_SWEEPS_MS);
  expect(sent()).toEqual(['oXiaoming: 马上为您处理']);
});

test('a hundred replies to a hundred customers go out once each when two processes send', async () => {
  const programs = [await shop.start(), await shop.start()];
  const openids = Array.from({ length: 100 }, (_, n) => `oHundred${n}`);
  await inLanes(openids.entries(), 10, async ([n, openid]) => {
    const number = await refundTicket(programs[n % 2]!, openid);
    await reply(programs[(n + 1) % 2]!, number, `给您的答复 ${openid}`);
  });
  await settled(['accepted']);
  await pause(TWO_SWEEPS_MS);
  expect(sent().sort()).toEqual(openids.map((openid) => `${openid}: 给您的答复 ${openid}`).sort());
});

test('a reply is not sent again when its process was killed during the call, because it may have arrived', async () => {
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

test('two processes whose token ends at the same moment ask for one new token', async () => {
  const programs = [await shop.start(), await shop.start()];
  const openids = Array.from({ length: 40 }, (_, n) => `oToken${n}`);
  const numbers = new Map<string, string>();
  await inLanes(openids, 8, async (openid) => numbers.set(openid, await refundTicket(programs[0]!, openid)));
  const arrived: string[] = [];
  const refused = new Set<string>();
  wechat.on(SEND, (call) => {
    if (refused.has(call.token!)) return { errcode: 42001, errmsg: 'access_token expired' };
    arrived.push(words(call));
    return { errcode: 0, errmsg: 'ok' };
  });
  /**
   * Answers all customers from both programs, with `halfWay` in the middle. Returns how often a token was asked
   * for.
   */
  const answered = async (text: string, halfWay: () => unknown) => {
    const asked = wechat.to(TOKEN).length;
    await inLanes(openids.entries(), 8, async ([n, openid]) => {
      if (n === openids.length / 2) await halfWay();
      await reply(programs[n % 2]!, numbers.get(openid)!, text);
    });
    await settled(['accepted']);
    return wechat.to(TOKEN).length - asked;
  };
  await answered('已收到', () => undefined);
  expect(await answered('已查到', () => shop.rows('update wechat_token set expires_at = now()'))).toBe(1);
  expect(await answered('已办好', () => wechat.calls.forEach(({ token }) => refused.add(token!)))).toBe(1);
  const all = openids.flatMap((openid) => ['已收到', '已查到', '已办好'].map((text) => `${openid}: ${text}`));
  expect(arrived.sort()).toEqual(all.sort());
});

async function refundTicket(program: Program, openid: string): Promise<string> {
  const answer = await push(program.url, text(openid, '我要退款，订单 20261120123456，68.50元'));
  return /T\d+/.exec(answer.text ?? '')![0];
}

async function reply(program: Program, number: string, words: string): Promise<void> {
  const response = await lina.replies(program.url, number, { text: words });
  expect([response.status, await response.json()]).toEqual([
    201,
    expect.objectContaining({ deliveryId: expect.any(String) as string }),
  ]);
}

/** Waits until every reply written since the last test has reached its end. */
async function settled(states: string[]): Promise<void> {
  const open = "select from delivery where state in ('planned', 'sending')";
  await until(async () => (await shop.rows(open)).length === 0, 40_000);
  const newest = 'select state from delivery order by id desc limit 1';
  expect(states).toContain((await shop.rows<{ state: string }>(newest))[0]!.state);
}

function sent(): string[] {
  return wechat.to(SEND).map(words);
}

function words({ body }: Call): string {
  return `${String(body.touser)}: ${(body.text as { content: string }).content}`;
}
