import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Replay, SealedPushes } from '../../src/conversations/index.js';
import type { Inbound } from '../../src/delivery/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { Erasure, ExportMaking, Exports, LegalHolds, Removal } from '../../src/retention/index.js';
import { NightWork } from '../../src/retention/night-work.service.js';
import { CUSTOMERS } from '../support/cast.js';
import type { Shop } from '../support/shop.js';
import { tracesIn } from '../support/traces.js';
import { MARK, openKeepingShop } from './keeping-shop.js';

type Who = 'xiaoming' | 'xiaohong' | 'sunli' | 'lucas' | 'wangmei';

let shop: Shop;
beforeAll(async () => {
  shop = await openKeepingShop();
  for (const who of ['xiaoming', 'xiaohong', 'sunli', 'lucas', 'wangmei'] as const)
    await shop.says(who, '你好');
});
afterAll(() => shop.close());

/** As it is kept where the key of the account was wrong when it came. Returns its id. */
async function sealed(who: Who, text: string): Promise<string> {
  const now = shop.get(Clock).now();
  const inbound: Inbound = shop.paper.push(CUSTOMERS[who].openid, text, now, `sealed-${text}`);
  const body = Buffer.from(inbound.body).toString('base64');
  const [row] = await shop.rows<{ id: string }>(sql`
    insert into inbound_envelope (account_id, key, received_at, body, sealed, state, error)
    values (${shop.cast.account.id}, ${`u:${text}`}, ${now}, ${body}, true, 'failed', 'unread: unparsable') returning id`);
  return row!.id;
}

async function exported(who: Who): Promise<Record<string, Record<string, unknown>[]>> {
  const { customerId } = shop.cast.customers[who];
  const { wutao } = shop.cast.staff;
  const exportId = await shop.get(Exports).ask(customerId, wutao);
  await shop.get(ExportMaking).make({ exportId });
  const { content } = await shop.get(Exports).fetch(customerId, exportId, wutao);
  const tar = gunzipSync(await buffer(content)).toString();
  return JSON.parse(/\{[^]*?\n\}/.exec(tar)![0]) as Record<string, Record<string, unknown>[]>;
}

const erase = (who: Who) =>
  shop.get(Erasure).erase(shop.cast.customers[who].customerId, shop.cast.staff.wutao);
const bodyOf = async (id: string) =>
  (await shop.rows(sql`select body, sealed, state from inbound_envelope where id = ${id}`))[0];

describe('fault 18: what is kept of a push that came encrypted belongs to its person', () => {
  it('an archive says what was said in pushes that could not be read when they came, and whose only', async () => {
    await sealed('xiaoming', `${MARK} 看不见的话`);
    await sealed('xiaohong', '别人看不见的话');
    const { pushesNotHandled, pushesNobodyCanRead } = await exported('xiaoming');
    expect(pushesNotHandled).toHaveLength(1);
    expect(pushesNotHandled![0]!['body']).toContain(`${MARK} 看不见的话`);
    expect(pushesNobodyCanRead).toEqual([]);
  });

  it('an archive says how many pushes nobody can read, and why they are not in it', async () => {
    shop.paper.keyLost = true;
    await sealed('sunli', '没有钥匙');
    const { pushesNobodyCanRead } = await exported('sunli');
    expect(pushesNobodyCanRead).toMatchObject([
      { count: 1, why: expect.stringMatching(/none of our keys/) as string },
    ]);
    shop.paper.keyLost = false;
  });

  it('fault 9: an account whose key is lost keeps its own pushes sealed, and those of others are read all the same', async () => {
    const before = await sealed('xiaohong', '锁住的账号');
    const [other] = await shop.rows<{ id: string }>(sql`
      insert into channel_account (key, kind, name, department_id, created_at)
      select 'locked', kind, '另一账号', department_id, created_at from channel_account where id = ${shop.cast.account.id} returning id`);
    await shop.rows(sql`update inbound_envelope set account_id = ${other!.id} where id = ${before}`);
    const readable = await sealed('xiaohong', '没锁的账号');
    shop.paper.locked = other!.id;
    await shop.get(SealedPushes).open();
    expect(await bodyOf(before)).toMatchObject({ sealed: true });
    expect(await bodyOf(readable)).toMatchObject({ sealed: false });
    shop.paper.locked = undefined;
    await shop.rows(sql`delete from inbound_envelope where id in (${before}, ${readable})`);
  });

  it('an erasure reaches them, and leaves those of others', async () => {
    const own = await sealed('xiaoming', `${MARK} 还有`);
    const other = await sealed('xiaohong', '别人的');
    await erase('xiaoming');
    expect(await bodyOf(own)).toEqual({ body: '', sealed: false, state: 'replayed' });
    expect(await bodyOf(other)).toMatchObject({ state: 'failed' });
    expect(await tracesIn(shop.get(Database), [MARK, CUSTOMERS.xiaoming.openid])).toEqual([]);
  });

  it('what nobody could read when its sender was erased is erased when it can be read, and makes nobody known', async () => {
    shop.paper.keyLost = true;
    const early = await sealed('xiaohong', '擦除之前');
    await erase('xiaohong');
    expect(await bodyOf(early)).toMatchObject({ sealed: true });
    shop.paper.keyLost = false;
    await shop.get(Replay).replay(early);
    expect(await bodyOf(early)).toEqual({ body: '', sealed: false, state: 'replayed' });
    expect(await tracesIn(shop.get(Database), [CUSTOMERS.xiaohong.openid, '擦除之前'])).toEqual([]);
  });

  it('what the same person says after the erasure is heard, although it came encrypted', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const later = await sealed('xiaohong', '擦除之后');
    await shop.get(Replay).replay(later);
    const said = await shop.rows(sql`select text from message where text = '擦除之后'`);
    expect(said).toHaveLength(1);
    expect(await bodyOf(later)).toMatchObject({ sealed: false, state: 'replayed' });
  });

  it('while a legal hold stands, old pushes that nobody can read stay, and afterwards they go', async () => {
    shop.paper.keyLost = true;
    const old = await sealed('sunli', '很久以前');
    await shop.rows(
      sql`update inbound_envelope set received_at = received_at - interval '400 days' where id = ${old}`,
    );
    const { customerId } = shop.cast.customers.sunli;
    const subject = { type: 'customer', id: customerId } as const;
    const { wutao } = shop.cast.staff;
    const hold = await shop.get(LegalHolds).set(customerId, { subject, reason: '诉讼', until: null }, wutao);
    const days = { messages: 9999, deliveries: 9999, tickets: 9999, events: 9999, envelopes: 180 };
    await shop.get(Removal).run(days, new Date());
    expect(await bodyOf(old)).toMatchObject({ sealed: true });
    await shop.get(LegalHolds).lift(customerId, hold, wutao);
    await shop.get(Removal).run(days, new Date());
    expect(await bodyOf(old)).toBeUndefined();
    shop.paper.keyLost = false;
  });

  it('fault 9: what came in the clear and was refused goes with its sender, although nobody could read it', async () => {
    shop.paper.keyLost = true;
    const refused = await sealed('wangmei', '明文');
    const body = `<xml><FromUserName>${CUSTOMERS.wangmei.openid}</FromUserName><Content>明文</Content></xml>`;
    await shop.rows(sql`update inbound_envelope set body = ${body} where id = ${refused}`);
    await erase('wangmei');
    await shop.get(SealedPushes).open();
    expect(await bodyOf(refused)).toEqual({ body: '', sealed: false, state: 'replayed' });
    shop.paper.keyLost = false;
  });

  it('the hash of an erased name goes with the last push that it was kept for', async () => {
    expect(await shop.rows(sql`select 1 from erased_contact`)).not.toEqual([]);
    await shop.get(NightWork).run(new Date());
    expect(await shop.rows(sql`select 1 from erased_contact`)).toEqual([]);
  });

  it('the night that can read it again erases it, too, before the name of its sender is forgotten', async () => {
    shop.paper.keyLost = true;
    const early = await sealed('lucas', '夜里才读到');
    await erase('lucas');
    shop.paper.keyLost = false;
    await shop.get(NightWork).run(new Date());
    expect(await bodyOf(early)).toEqual({ body: '', sealed: false, state: 'replayed' });
    expect(await tracesIn(shop.get(Database), [CUSTOMERS.lucas.openid, '夜里才读到'])).toEqual([]);
  });
});
