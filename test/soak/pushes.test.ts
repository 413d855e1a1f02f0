import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { XmlFields } from '../../src/channels/wechat-official/callback/xml.js';
import { Installation } from '../story/installation.js';
import { type Answer, push, text } from '../story/wire.js';

const SAID = ['在吗', '我要退款，订单 20261120123456，68.50元', '请问多久到账？', '好的', '谢谢'];

let shop: Installation;

beforeAll(async () => {
  shop = await Installation.onServer();
  await shop.connect();
});
afterAll(() => shop.close());

describe('a thousand messages of two hundred customers, each pushed three times at once to two programs', () => {
  const messages = Array.from({ length: 1000 }, (_, n) =>
    text(`oCustomer${n % 200}`, `${SAID[Math.floor(n / 200)]} (${n})`),
  );
  let answers: Answer[][];

  beforeAll(async () => {
    const programs = [await shop.start(), await shop.start(), shop.running[0]!];
    const began = Date.now();
    const all = messages.map((message) => Promise.all(programs.map(({ url }) => answered(url, message))));
    answers = await Promise.all(all);
    report(answers, Date.now() - began);
  }, 180_000);

  test('each of a thousand messages pushed to three programs at once gets one and the same answer', () => {
    expect(new Set(answers.flat().map(({ status }) => status))).toEqual(new Set([200]));
    for (const three of answers) expect(three).toEqual([three[0], three[0], three[0]]);
  });

  test('a thousand messages pushed three times make a thousand messages in two hundred conversations', async () => {
    expect(await shop.rows(MESSAGES)).toEqual([{ messages: 1000, texts: 1000, conversations: 200 }]);
  });

  test('two hundred customers get one refund ticket and one receipt each', async () => {
    const tickets = 'select count(*)::int tickets, count(distinct customer_id)::int customers from ticket';
    expect(await shop.rows(tickets)).toEqual([{ tickets: 200, customers: 200 }]);
    const receipts = answers.filter(([first]) => first!.text?.includes('我们来处理'));
    expect(receipts.length).toBe(200);
  });
});

let repeats = 0;

const MESSAGES = `select count(*)::int messages, count(distinct text)::int texts,
  count(distinct conversation_id)::int conversations from message where direction = 'in'`;

/** Pushes again as WeChat does if there was no answer or nothing was kept. */
async function answered(origin: string, message: XmlFields): Promise<Answer> {
  for (;;) {
    const answer = await push(origin, message).catch(() => null);
    if (answer && answer.status !== 503) return answer;
    repeats += 1;
    await pause(1000);
  }
}

function report(all: Answer[][], ms: number): void {
  const figures = `${all.flat().length} pushes in ${ms} ms, ${repeats} of them again`;
  process.stdout.write(`  ${figures}\n`);
}
