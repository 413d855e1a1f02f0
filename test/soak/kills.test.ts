import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../platform/program.js';
import { TEMPLATE } from '../sandbox/stand-in.js';
import type { Program } from '../support/program.js';
import { Agent } from '../story/agent.js';
import { Balancer } from '../story/balancer.js';
import { endsOf, untilSent } from '../story/deliveries.js';
import { Installation } from '../story/installation.js';
import { inLanes } from '../story/lanes.js';
import { type Shown, Wechat } from '../story/wechat.js';

/** KILLS=50 is the long run. */
const KILLS = Number(process.env.KILLS ?? 3);
const LANES = 6;
const CUSTOMERS = 200 + KILLS * 200;
/** A call of WeChat takes no longer than this. */
const NO_CALL_TAKES_S = 6;
/** This status says that the same request is still being worked on. */
const BUSY_WITH_IT = 409;

const programs: Program[] = [];
const balancer = new Balancer(programs);
let shop: Installation;
let wechat: Wechat;
let lina: Agent;
let enough = false;

beforeAll(
  async () => {
    await balancer.open();
    wechat = await Wechat.open(balancer.url, CUSTOMERS);
    shop = await Installation.onServer();
    await wechat.connect(shop);
    lina = await Agent.hired(shop);
    await tellsBySendsOnce();
    programs.push(await shop.start(), await shop.start());
    await Promise.all([customersCome(), killings()]);
    await pause(NO_CALL_TAKES_S * 1000);
    await leasesOfTheDeadEnd();
    await untilSent(shop, 120_000);
    process.stdout.write(`  ${JSON.stringify(await figures())}\n`);
  },
  180_000 + KILLS * 60_000,
);
afterAll(async () => {
  await shop.close();
  await wechat.close();
  balancer.close();
});

test(`every acknowledged push is one message after ${KILLS} kills of two processes under load`, async () => {
  const answered = await wechat.answered('text');
  const kept = await shop.rows<{ id: string; count: number }>(
    "select provider_id id, count(*)::int from message where direction = 'in' group by provider_id",
  );
  const counts = new Map(kept.map(({ id, count }) => [id, count]));
  expect(answered.length).toBeGreaterThan(KILLS * 5);
  expect(answered.filter((id) => counts.get(id) !== 1)).toEqual([]);
});

test('no template is shown twice after the kills, and each that WeChat took is recorded as sent', async () => {
  const cards = (await wechat.shown()).filter(({ via }) => via === 'template');
  expect(cards.length).toBeGreaterThan(0);
  expect(twice(cards)).toEqual([]);
  const told = new Set(cards.map(({ openid }) => openid));
  const written = await sentBy('template');
  expect(
    written
      .filter(({ state }) => state === 'accepted' || state === 'delivered')
      .map(({ openid }) => openid)
      .sort(),
  ).toEqual([...told].sort());
});

test('no message is shown twice after the kills, and each shown one is accepted or unknown', async () => {
  const shown = (await wechat.shown()).filter(({ via }) => via === 'customer_message');
  expect(shown.length).toBeGreaterThan(0);
  expect(twice(shown)).toEqual([]);
  const written = await sentBy('customer_message');
  const fate = new Map(written.map(({ openid, content, state }) => [`${openid} ${content}`, state]));
  const fates = shown.map(({ openid, content }) => fate.get(`${openid} ${content}`));
  expect(fates.filter((state) => state !== 'accepted' && state !== 'unknown')).toEqual([]);
  expect(written.filter(({ state }) => state === 'accepted')).toHaveLength(
    fates.filter((state) => state === 'accepted').length,
  );
});

test('every receipt of a template is recorded after the kills, in whatever order it came', async () => {
  const receipts = await wechat.answered('TEMPLATESENDJOBFINISH');
  expect(receipts.length).toBeGreaterThan(0);
  const open = `select provider_id from delivery where provider_id = any($1) and state <> 'delivered'`;
  await until(async () => (await shop.rows(open, receipts)).length === 0, 60_000);
});

/**
 * Allows one send for each text of a customer: the answer takes it, and the notice of the solution goes as a
 * template.
 */
async function tellsBySendsOnce(): Promise<void> {
  await shop.rows(
    `insert into window_rule (source, in_force_since, allowance, seconds) values ('message', '2026-01-01', 1, 172800)`,
  );
  await shop.rows(
    `insert into wechat_template (account_id, purpose, language, template_id, fields)
     select account_id, 'resolved', 'zh-CN', $1, '{"thing1": "number"}' from wechat_account`,
    TEMPLATE,
  );
}

async function customersCome(): Promise<void> {
  await inLanes(wechat.customers, LANES, async (openid) => {
    if (!enough) await visit(openid);
  });
}

/** A customer complains, is answered and told of the solution. A request without an answer is made again. */
async function visit(openid: string): Promise<void> {
  await wechat.says(openid, `我要投诉，收到的大衣是破的 ${openid}`);
  const number = await wechat.ticketOn(openid);
  if (number === undefined) return;
  const reply = { text: `马上为您换货 ${number}`, takeLast: true };
  await stubbornly(() => lina.replies(balancer.url, number, reply, `reply:${number}`));
  await stubbornly(() => lina.resolves(balancer.url, number, `solve:${number}`));
}

async function stubbornly(ask: () => Promise<Response>): Promise<void> {
  const answer = await until(async () => {
    const given = await ask().catch(() => undefined);
    return given && given.status !== BUSY_WITH_IT && given.status < 500 && given;
  }, 60_000);
  if (!answer.ok) throw new Error(`The answer was ${answer.status}: ${await answer.text()}`);
}

/** Kills a process at a random moment, and sometimes the other one with it. */
async function killings(): Promise<void> {
  for (let kill = 0; kill < KILLS; kill += 1) {
    await pause(randomInt(100, 1500));
    const places = randomInt(5) === 0 ? [0, 1] : [randomInt(2)];
    await Promise.all(places.map((place) => programs[place]!.kill()));
    await Promise.all(places.map(async (place) => (programs[place] = await shop.start())));
  }
  enough = true;
}

/** Ends the leases of processes that died, so that the test need not wait for them. */
async function leasesOfTheDeadEnd(): Promise<void> {
  await shop.rows(
    `update delivery set lease_until = now() - interval '1 second'
      where state = 'sending' and claimed_at < now() - make_interval(secs => $1)`,
    NO_CALL_TAKES_S,
  );
}

interface Sent {
  openid: string;
  content: string;
  state: string;
}

function sentBy(route: string): Promise<Sent[]> {
  return shop.rows(
    `select i.external_id openid, content ->> 'text' as content, state
       from delivery d join identity i on i.id = d.identity_id where route = $1`,
    route,
  );
}

function twice(shown: Shown[]): string[] {
  const keys = shown.map(({ openid, content }) => `${openid} ${content}`);
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

async function figures(): Promise<object> {
  const shown = await wechat.shown();
  const by = (via: string) => shown.filter((one) => one.via === via).length;
  const pushes = (await wechat.answered('text')).length;
  return {
    kills: KILLS,
    pushes,
    messages: by('customer_message'),
    cards: by('template'),
    ends: await endsOf(shop),
  };
}
