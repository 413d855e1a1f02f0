import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Agent } from '../story/agent.js';
import { Installation } from '../story/installation.js';
import { push, text } from '../story/wire.js';

const STRANGERS = 150;
const SIGN_INS = 40;
const ROUNDS = 40;
/** WeChat gives up after five seconds. */
const WECHAT_WAITS_MS = 5_000;

/** A thread of its own asks for the log-in page again and again, so that it does not slow down what is timed here. */
const CROWD = `
  const { parentPort, workerData } = require('node:worker_threads');
  let answers = 0;
  const ask = async () => {
    for (;;) {
      await (await fetch(workerData.origin + '/login')).text();
      answers += 1;
    }
  };
  for (let one = 0; one < workerData.strangers; one += 1) void ask();
  parentPort.on('message', () => parentPort.postMessage(answers));
`;

let shop: Installation;
let origin: string;
let agent: Agent;
let number: string;
let count = 0;

beforeAll(async () => {
  shop = await Installation.onServer();
  await shop.connect();
  agent = await Agent.hired(shop);
  origin = (await shop.start()).url;
  await push(origin, text('oCustomer', '我要退款，订单 20261120123456，68.50元'));
  const [ticket] = await shop.rows<{ number: string }>(`select 'T' || number number from ticket`);
  number = ticket!.number;
}, 120_000);
afterAll(() => shop.close());

describe('fault 43: what matters most has its own lane', () => {
  test('150 connections without a login do not keep a push waiting', async () => {
    const alone = await timed(() => push(origin, text('oCustomer', `在吗 ${(count += 1)}`)));
    const crowd = new Worker(CROWD, { eval: true, workerData: { origin, strangers: STRANGERS } });
    await pause(1_000);
    const crowded = await timed(() => push(origin, text('oCustomer', `在吗 ${(count += 1)}`)));
    crowd.postMessage('over');
    const [asked] = (await once(crowd, 'message')) as [number];
    await crowd.terminate();
    report(`a push: ${alone} ms alone, ${crowded} ms beside ${STRANGERS} strangers (${asked} pages)`);
    expect(crowded).toBeLessThan(WECHAT_WAITS_MS);
  }, 180_000);

  test('forty sign-ins at once do not keep the note of an agent waiting', async () => {
    const alone = await timed(() => agent.notes(origin, number, `备注 ${(count += 1)}`));
    const signIns = signingIn();
    const beside = await timed(() => agent.notes(origin, number, `备注 ${(count += 1)}`));
    await signIns;
    report(`a note: ${alone} ms alone, ${beside} ms beside ${SIGN_INS} sign-ins`);
    expect(beside).toBeLessThan(alone * 5 + 100);
  }, 180_000);
});

async function signingIn(): Promise<void> {
  const page = await fetch(`${origin}/login`);
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const tries = Array.from({ length: SIGN_INS }, (_, one) =>
    fetch(`${origin}/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({
        _csrf: csrf,
        email: `nobody${one}@huiyin.example`,
        password: 'wrong-password',
      }),
    }),
  );
  const answers = await Promise.all(tries);
  expect(new Set(answers.map(({ status }) => status))).not.toContain(403);
}

/** Returns the milliseconds within which nearly all were answered. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return Math.round(times.sort((one, other) => one - other)[Math.floor(ROUNDS * 0.95)]!);
}

function report(figures: string): void {
  process.stdout.write(`  ${figures}\n`);
}
