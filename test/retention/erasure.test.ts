import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { Joining } from '../../src/customers/index.js';
import { Audit } from '../../src/platform/audit/index.js';
import { Config } from '../../src/platform/config/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { Erasure, ErasureRecords, LegalHolds, Withdrawals } from '../../src/retention/index.js';
import { CUSTOMERS } from '../support/cast.js';
import type { Shop } from '../support/shop.js';
import { traceFiles, tracesIn } from '../support/traces.js';
import { fullStory, MARK, MARKS, openKeepingShop, paid } from './keeping-shop.js';

describe('the erasure of one person', () => {
  let shop: Shop;
  let customerId: string;
  let number: string;
  let refundId: string;
  const erase = () => shop.get(Erasure).erase(customerId, shop.cast.staff.wutao);
  const traces = () => tracesIn(shop.get(Database), MARKS);
  const files = () => traceFiles(join(shop.get(Config).dataDir, 'files'), [MARK]);
  beforeAll(async () => {
    shop = await openKeepingShop();
    ({ customerId } = shop.cast.customers.xiaoming);
    ({ number, refundId } = await fullStory(shop));
    await shop.says('xiaohong', '你好');
    await consented(shop);
    await answered(shop);
  });
  afterAll(() => shop.close());

  it('everything that the shop keeps has marks of the person before', async () => {
    const places = (await traces()).map((trace) => trace.split(':')[0]);
    for (const place of [
      'message.text',
      'delivery.content',
      'ticket.search',
      'note.text',
      'refund.reason',
      'escalation.why',
      'event.data',
      'inbound_envelope.body',
      'identity.external_id',
      'customer.name',
      'wechat_consent.external_id',
      'wechat_test.external_id',
      'idempotency_key.response',
    ])
      expect(places).toContain(place);
    expect(files()).toHaveLength(1);
  });

  it('an open refund refuses it with the reason, and nothing is gone', async () => {
    const before = await traces();
    await expect(erase()).rejects.toMatchObject({ status: 409, code: 'erasure_stopped_by_refund' });
    expect(await traces()).toEqual(before);
  });

  it('a legal hold on the ticket refuses it with the reason, until the hold is lifted', async () => {
    await paid(shop, refundId);
    const { wutao } = shop.cast.staff;
    const [ticket] = await shop.rows<{ id: string }>(
      sql`select id from ticket where 'T' || number = ${number}`,
    );
    const subject = { type: 'ticket', id: ticket!.id } as const;
    const hold = await shop
      .get(LegalHolds)
      .set(customerId, { subject, reason: `${MARK} "起诉"`, until: null }, wutao);
    await expect(erase()).rejects.toMatchObject({ status: 409, code: 'erasure_stopped_by_hold' });
    await shop.get(LegalHolds).lift(customerId, hold, wutao);
  });

  it('no text or JSON of the whole database and no stored file has a mark of the person afterwards', async () => {
    const removed = await erase();
    expect(removed).toMatchObject({ files: 1, customers: 1, identities: 1, tickets: 1, notes: 1 });
    expect(await traces()).toEqual([]);
    expect(files()).toEqual([]);
  });

  it('the links to the tickets that anybody holds open nothing any more', async () => {
    expect(await shop.rows(sql`select link_generation from ticket where 'T' || number = ${number}`)).toEqual([
      { linkGeneration: 1 },
    ]);
  });

  it('what accounting must keep stays without the person', async () => {
    expect(
      await shop.rows(sql`
        select r.order_number, r.amount::text, r.currency, r.state, p.voucher, c.phone_cipher
          from refund r join refund_payment p on p.refund_id = r.id join ticket t on t.id = r.ticket_id
          join customer c on c.id = t.customer_id`),
    ).toEqual([
      {
        orderNumber: 'HY20261130001',
        amount: '68.50',
        currency: 'CNY',
        state: 'paid',
        voucher: 'PZ-100',
        phoneCipher: null,
      },
    ]);
  });

  it('the record says who asked and what was removed, and the list of who did what is unbroken', async () => {
    expect(await shop.get(ErasureRecords).ofCustomer(customerId)).toMatchObject([
      { cause: 'asked', askedBy: '吴涛', state: 'done', removed: { messages: expect.any(Number) as number } },
    ]);
    const acts = await shop.rows<{ action: string }>(
      sql`select action from audit where subject_type = 'customer' and subject_id = ${customerId}`,
    );
    expect(acts).toContainEqual({ action: 'customer.erased' });
    expect(await shop.get(Audit).firstFault()).toBeUndefined();
  });

  it('others are as they were, and nothing more is sent to the person', async () => {
    expect(await shop.rows(sql`select text from message where text = '你好'`)).toHaveLength(1);
    expect(await shop.rows(sql`select key from idempotency_key`)).toEqual([{ key: 'other' }]);
    await shop.sends();
    const waiting = await shop.rows(
      sql`select d.id from delivery d join identity i on i.id = d.identity_id
           where i.customer_id = ${customerId} and d.state in ('planned', 'sending')`,
    );
    expect(waiting).toEqual([]);
  });

  it('no part of the name of an erased customer is left in the index of names', async () => {
    const words = await shop.rows<{ id: string }>(sql`
      select id from customer where name_words(coalesce(readable_name, lower(name)), id) @@ '''小明'' | ''小'''::tsquery`);
    expect(words.map(({ id }) => id)).not.toContain(customerId);
    const [left] = await shop.rows<{ words: string }>(
      sql`select strip(name_words(coalesce(readable_name, lower(name)), 0))::text words from customer where id = ${customerId}`,
    );
    expect(left!.words).not.toMatch(/[小明]/);
  });

  it('whoever was erased and writes again is somebody new', async () => {
    await shop.says('xiaoming', '你好啊');
    const [known] = await shop.rows<{ customerId: string }>(
      sql`select customer_id from identity where external_id = ${CUSTOMERS.xiaoming.openid}`,
    );
    expect(known!.customerId).not.toBe(customerId);
  });

  it('other words of an event are still never changed', async () => {
    await expect(shop.rows(sql`update event set data = '{}'`)).rejects.toThrow('append-only');
    await expect(
      shop.get(Database).transaction(async () => {
        await shop.rows(sql`select set_config('huiyin.erasing', 'yes', true)`);
        await shop.rows(sql`update event set name = 'other'`);
      }),
    ).rejects.toThrow('append-only');
  });
});

describe('a consent that is withdrawn at the provider', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openKeepingShop();
  });
  afterAll(() => shop.close());

  it('erases the person by itself as soon as nothing stands against it', async () => {
    const { customerId } = shop.cast.customers.xiaoming;
    const { refundId } = await fullStory(shop);
    await shop.says('xiaoming', { type: 'data_withdrawn', scopes: '1,201' });
    const [waiting] = await shop.get(ErasureRecords).ofCustomer(customerId);
    expect(waiting).toMatchObject({ cause: 'withdrawn', state: 'waiting' });
    await shop.get(Withdrawals).carryOut({ erasureId: waiting!.id });
    expect(await shop.get(ErasureRecords).ofCustomer(customerId)).toMatchObject([
      { state: 'waiting', obstacles: ['refund'] },
    ]);
    await paid(shop, refundId);
    expect(await shop.get(Withdrawals).tryAll()).toBe(1);
    expect(await tracesIn(shop.get(Database), MARKS)).toEqual([]);
    expect(await shop.get(ErasureRecords).ofCustomer(customerId)).toMatchObject([
      { cause: 'withdrawn', state: 'done', askedBy: null },
    ]);
  });

  it('a person who turned out to be another one is erased under both', async () => {
    const { xiaohong, lucas } = shop.cast.customers;
    await shop.says('xiaohong', `${MARK}`);
    await shop.get(Joining).join(lucas.customerId, xiaohong.customerId);
    await shop.get(Erasure).erase(lucas.customerId, SYSTEM);
    const marks = [CUSTOMERS.xiaohong.openid, CUSTOMERS.lucas.openid, CUSTOMERS.lucas.name, MARK];
    expect(await tracesIn(shop.get(Database), marks)).toEqual([]);
  });
});

/** 小明 allowed a subscription message, and had the account tested with the phone. */
async function consented(shop: Shop): Promise<void> {
  const { openid } = CUSTOMERS.xiaoming;
  const { id } = shop.cast.account;
  await shop.rows(sql`
    insert into wechat_account (account_id, app_id, original_id, mode, app_secret_cipher, token_cipher, aes_key_cipher)
    values (${id}, 'wx1', 'gh_1', 'safe', '', '', '')`);
  await shop.rows(sql`
    insert into wechat_consent (account_id, external_id, template_id, available, changed_at)
    values (${id}, ${openid}, 'sub-1', 1, now())`);
  await shop.rows(sql`
    insert into wechat_test (account_id, word, language, external_id, started_at, until)
    values (${id}, 'word', 'en', ${openid}, now(), now())`);
}

/** Programs that wrote with an `Idempotency-Key` got answers which repeat what colleagues wrote. */
async function answered(shop: Shop): Promise<void> {
  const answers = [{ text: `${MARK} 打过电话` }, { why: `${MARK} 很急` }, { reason: `${MARK} "起诉"` }];
  for (const [at, words] of answers.entries())
    await shop.rows(sql`
      insert into idempotency_key (member_id, key, request, status, response)
      values (${shop.cast.staff.lina.id}, ${String(at)}, '', 201, to_jsonb(${JSON.stringify(words)}::text))`);
  await shop.rows(sql`
    insert into idempotency_key (member_id, key, request, status, response)
    values (${shop.cast.staff.lina.id}, 'other', '', 201, to_jsonb(${'{"text":"你好"}'}::text))`);
}
