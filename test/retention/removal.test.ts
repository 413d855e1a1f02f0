import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConversationEnd } from '../../src/conversations/index.js';
import { AuditKeeping } from '../../src/platform/audit/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import {
  LegalHolds,
  NightlyRetention,
  Removal,
  type RetentionDays,
  RetentionSettings,
} from '../../src/retention/index.js';
import { Recomputation } from '../../src/sla/index.js';
import { Resolutions } from '../../src/tickets/index.js';
import type { CUSTOMERS } from '../support/cast.js';
import type { Shop } from '../support/shop.js';
import { fullStory, MARK, openKeepingShop, paid } from './keeping-shop.js';

type CustomerKey = keyof typeof CUSTOMERS;

const YEAR_MS = 365 * 86_400_000;
const LATER = new Date(Date.now() + 25 * YEAR_MS);

let shop: Shop;
let days: RetentionDays;
let holdId: string;
beforeAll(async () => {
  shop = await openKeepingShop();
  days = await shop.get(RetentionSettings).days();
  const { refundId } = await fullStory(shop);
  await paid(shop, refundId);
  for (const customer of ['xiaohong', 'liqiang', 'chenxiao'] as const) await complains(customer);
  for (const customer of ['xiaoming', 'xiaohong', 'liqiang'] as const) await over(customer);
  await shop.sends();
  const { customerId } = shop.cast.customers.liqiang;
  const hold = { subject: { type: 'customer' as const, id: customerId }, reason: '诉讼', until: null };
  holdId = await shop.get(LegalHolds).set(customerId, hold, shop.cast.staff.wutao);
});
afterAll(() => shop.close());

const complains = (customer: CustomerKey) => shop.says(customer, `我要投诉，商品破损 ${customer}`);

async function over(customer: CustomerKey): Promise<void> {
  const { lina } = shop.cast.staff;
  const { customerId } = shop.cast.customers[customer];
  const open = await shop.rows<{ number: string }>(
    sql`select 'T' || number number from ticket where customer_id = ${customerId} and not is_finished`,
  );
  for (const { number } of open) await shop.get(Resolutions).resolve(lina, number, '已处理');
  const talks = await shop.rows<{ id: string }>(
    sql`select id from conversation where customer_id = ${customerId} and state <> 'ended'`,
  );
  for (const { id } of talks) await shop.get(ConversationEnd).end(shop.cast.staff.zhangmin, id, '结束');
}

const leftOf = async (customer: CustomerKey) => {
  const { customerId, identityId } = shop.cast.customers[customer];
  return shop.get(Database).one(sql`
    select (select count(*)::int from message m join conversation c on c.id = m.conversation_id where c.customer_id = ${customerId}) messages,
           (select count(*)::int from delivery where identity_id = ${identityId}) deliveries,
           (select count(*)::int from ticket where customer_id = ${customerId}) tickets,
           (select count(*)::int from timer r join ticket t on t.id = r.ticket_id where t.customer_id = ${customerId}) timers,
           (select count(*)::int from inbound_envelope e join identity i on i.id = ${identityId}
             where position(i.external_id in e.body) > 0) envelopes`);
};

describe('what is older than its class is kept', () => {
  it('is nothing today, and a run removes nothing', async () => {
    const before = await leftOf('xiaohong');
    const nothing = { deliveries: 0, messages: 0, tickets: 0, envelopes: 0, months: [] };
    expect(await shop.get(Removal).wouldRemove(days, new Date())).toEqual(nothing);
    expect(await shop.get(Removal).run(days, new Date())).toEqual(nothing);
    expect(await leftOf('xiaohong')).toEqual(before);
  });

  it('goes at night as the dry run said, once for all processes, with a record of what went', async () => {
    const [open, held] = [await leftOf('chenxiao'), await leftOf('liqiang')];
    const said = await shop.get(Removal).wouldRemove(days, LATER);
    expect(said).toMatchObject({ tickets: 2 });
    expect(said.months).not.toContain(new Date().toISOString().slice(0, 7));
    await shop.get(NightlyRetention).tonight(LATER);
    await shop.get(NightlyRetention).tonight(LATER);
    expect(await shop.get(NightlyRetention).latest()).toMatchObject([{ removed: said }]);
    expect(await shop.rows(sql`select after from audit where action = 'retention.removed'`)).toEqual([
      { after: said },
    ]);
    expect(await leftOf('xiaohong')).toEqual({
      messages: 0,
      deliveries: 0,
      tickets: 0,
      timers: 0,
      envelopes: 0,
    });
    expect(await leftOf('chenxiao')).toEqual(open);
    expect(await leftOf('liqiang')).toEqual(held);
    expect(open).toMatchObject({ tickets: 1, envelopes: 1 });
    expect(held).toMatchObject({ tickets: 1, envelopes: 1 });
  });

  it('leaves a paid refund with its ticket as a row without words', async () => {
    expect(
      await shop.rows(sql`
        select t.subject, t.fields, r.amount::text, r.reason, p.voucher
          from refund r join ticket t on t.id = r.ticket_id join refund_payment p on p.refund_id = r.id`),
    ).toEqual([{ subject: '—', fields: {}, amount: '68.50', reason: '', voucher: 'PZ-100' }]);
    expect(await shop.rows(sql`select from message where text like ${`%${MARK}%`}`)).toEqual([]);
    expect(await shop.rows(sql`select from stored_file`)).toEqual([]);
  });

  it('leaves every promise of what is left provable by its events', async () => {
    expect(await shop.get(Recomputation).compare()).toMatchObject({ differing: 0, differences: [] });
  });

  it('a month of events and of the list of who did what stays while a hold needs it, and goes afterwards', async () => {
    const months = () =>
      shop.rows<{ name: string }>(sql`
        select relname name from pg_inherits join pg_class on pg_class.oid = inhrelid
         where relname = 'event_' || to_char(now() at time zone 'UTC', 'YYYY_MM')`);
    expect(await months()).toHaveLength(1);
    await over('chenxiao');
    expect(await shop.get(AuditKeeping).dropBefore(LATER)).toEqual([]);
    await shop.get(LegalHolds).lift(shop.cast.customers.liqiang.customerId, holdId, shop.cast.staff.wutao);
    await shop.get(NightlyRetention).tonight(new Date(LATER.getTime() + 86_400_000));
    expect(await months()).toEqual([]);
    expect(await leftOf('liqiang')).toEqual({
      messages: 0,
      deliveries: 0,
      tickets: 0,
      timers: 0,
      envelopes: 0,
    });
  });
});

describe('the days of a class', () => {
  const save = (change: Partial<RetentionDays>) =>
    shop.get(RetentionSettings).save({ ...days, ...change }, shop.cast.staff.wutao);

  it('have a least and a most, and fit each other', async () => {
    await expect(save({ messages: 30, deliveries: 30, envelopes: 9999, tickets: NaN })).rejects.toMatchObject(
      {
        details: {
          fields: {
            messages: 'at_least:180',
            deliveries: 'at_least:180',
            envelopes: 'out_of_range:1095',
            tickets: 'not_whole',
          },
        },
      },
    );
    await expect(save({ messages: 200, deliveries: 300 })).rejects.toMatchObject({
      details: { fields: { deliveries: 'out_of_range:200' } },
    });
    await expect(save({ tickets: 2000, events: 1900 })).rejects.toMatchObject({
      details: { fields: { events: 'at_least:2000' } },
    });
  });

  it('are changed on the record', async () => {
    await save({ envelopes: 90 });
    expect((await shop.get(RetentionSettings).days()).envelopes).toBe(90);
    expect(await shop.rows(sql`select before, after from audit where action = 'retention.changed'`)).toEqual([
      { before: { envelopes: 180 }, after: { envelopes: 90 } },
    ]);
  });
});
