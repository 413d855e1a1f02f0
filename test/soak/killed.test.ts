import { randomInt } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { XmlFields } from '../../src/channels/wechat-official/callback/xml.js';
import { Installation } from '../story/installation.js';
import { inLanes } from '../story/lanes.js';
import { push, text } from '../story/wire.js';

const MESSAGES = 240;
const CUSTOMERS = 60;
const AT_ONCE = 24;

/** So many pushes are acknowledged when the program is killed. KILL_AFTER repeats a run that failed. */
const last = Number(process.env.KILL_AFTER ?? randomInt(1, MESSAGES - AT_ONCE));

let shop: Installation;
afterEach(() => shop.close());

test('a message acknowledged before the program was killed is there once, and any other after its repeat', async () => {
  shop = await Installation.onServer();
  await staysWhole();
});

test('messages survive a kill of the program with an embedded database too', async () => {
  shop = Installation.embedded();
  // Only a start makes the database that the commands need.
  await shop.start();
  await shop.stop();
  await staysWhole();
});

async function staysWhole(): Promise<void> {
  await shop.connect();
  const messages = Array.from({ length: MESSAGES }, (_, n) =>
    text(`oCustomer${n % CUSTOMERS}`, `我要退款 (${n})`),
  );
  const acknowledged = await pushedUntilKilled(messages);
  const again = await shop.start();
  expect(acknowledged.length).toBeLessThan(MESSAGES);
  expect(await kept(acknowledged)).toEqual(acknowledged.map(() => 1));
  await inLanes(messages, AT_ONCE, (message) => push(again.url, message));
  expect(await kept(messages)).toEqual(messages.map(() => 1));
  const tickets = await shop.rows('select from ticket');
  expect(tickets.length).toBe(CUSTOMERS);
}

async function pushedUntilKilled(messages: XmlFields[]): Promise<XmlFields[]> {
  const victim = await shop.start();
  const acknowledged: XmlFields[] = [];
  await inLanes(messages, AT_ONCE, async (message) => {
    const answer = await push(victim.url, message).catch(() => null);
    if (answer?.status === 200) acknowledged.push(message);
    if (acknowledged.length === last) victim.signal('SIGKILL');
  });
  await victim.exited;
  process.stdout.write(`  killed after ${last} acknowledged pushes of ${messages.length}\n`);
  return acknowledged;
}

/** Counts how often each message stands in the conversations. */
async function kept(messages: XmlFields[]): Promise<number[]> {
  const texts = messages.map(({ Content }) => Content as string);
  const rows = await shop.rows<{ text: string; count: number }>(
    "select text, count(*)::int from message where direction = 'in' and text = any($1) group by text",
    texts,
  );
  const counts = new Map(rows.map(({ text: said, count }) => [said, count]));
  return texts.map((said) => counts.get(said) ?? 0);
}
