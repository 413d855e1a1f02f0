import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClockSamples } from '../../src/conversations/clock-samples.js';
import { heardAt } from '../../src/conversations/heard.js';
import { ProviderClocks } from '../../src/conversations/provider-clocks.service.js';
import { Receiving, Replies } from '../../src/conversations/index.js';
import { Alarms } from '../../src/platform/alarms/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { CUSTOMERS } from '../support/cast.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

type Who = keyof typeof CUSTOMERS;
const MINUTE_MS = 60_000;

function receive(who: Who, fact: Parameters<typeof shop.paper.push>[1], aheadMs: number): Promise<string> {
  const at = new Date(shop.get(Clock).now().getTime() + aheadMs);
  const inbound = shop.paper.push(CUSTOMERS[who].openid, fact, at);
  return shop.get(Receiving).receive(shop.cast.account, inbound, (text) => text ?? 'success');
}
const windowsOf = (who: Who) =>
  shop.rows<{ source: string; open: boolean }>(sql`
    select source, closes_at > ${shop.get(Clock).now()} open from contact_window
     where identity_id = ${shop.cast.customers[who].identityId}`);

describe('fault 20: times from outside are bounded by now', () => {
  const receivedAt = new Date('2026-11-30T10:00:00Z');
  const heard = (told: string, aheadMs = 0) => heardAt({ told: new Date(told), receivedAt, aheadMs });

  it('a time in the future becomes now, and one that is far ahead is not believed', () => {
    expect(heard('2026-11-30T10:02:00Z')).toEqual({ at: receivedAt, believable: true });
    expect(heard('2031-01-01T00:00:00Z')).toEqual({ at: receivedAt, believable: false });
  });

  it('a time long ago becomes now and is not believed, and one of an hour ago stands', () => {
    for (const told of ['1970-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '2026-11-29T09:59:00Z'])
      expect(heard(told)).toEqual({ at: receivedAt, believable: false });
    const at = new Date('2026-11-30T09:00:00Z');
    expect(heard('2026-11-30T09:00:00Z')).toEqual({ at, believable: true });
  });

  it('what a provider dates 1970 is said now, opens no window of then and breaks no promise at once', async () => {
    const before = shop.get(Clock).now();
    await receive('sunli', '我的账号被盗了,有人在异地登录', -before.getTime());
    const [row] = await shop.rows<Record<string, Date>>(sql`
      select m.sent_at, c.started_at, c.unanswered_since, c.last_message_at, l.heard_at from message m
        join conversation c on c.id = m.conversation_id join contact_ledger l on l.identity_id = c.identity_id
       where c.identity_id = ${shop.cast.customers.sunli.identityId} and m.author_kind = 'customer'`);
    for (const at of Object.values(row!)) expect(at.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(await windowsOf('sunli')).toEqual([]);
    await receive('sunli', '在吗', 0);
    expect(await windowsOf('sunli')).toEqual([{ source: 'message', open: true }]);
  });

  it('who unfollows is taken to have left, whatever year the provider gives to it', async () => {
    await receive('zhoujie', '你好', 0);
    const now = shop.get(Clock).now().getTime();
    await receive('zhoujie', { type: 'unfollowed' }, -now);
    const [ledger] = await shop.rows(sql`
      select followed from contact_ledger where identity_id = ${shop.cast.customers.zhoujie.identityId}`);
    expect(ledger).toEqual({ followed: false });
  });

  it('a time of a clock that goes two minutes behind is converted to ours', () => {
    const at = new Date('2026-11-30T09:59:50Z');
    expect(heard('2026-11-30T09:57:50Z', -2 * MINUTE_MS)).toEqual({ at, believable: true });
  });

  it('a push dated years ahead opens no window, breaks no time on a page, and its own time is kept', async () => {
    await receive('xiaoming', '十年后', 10 * 365 * 24 * 60 * MINUTE_MS);
    expect(await windowsOf('xiaoming')).toEqual([]);
    const now = shop.get(Clock).now();
    const [row] = await shop.rows<Record<string, Date>>(sql`
      select c.last_message_at, c.unanswered_since, c.started_at, m.sent_at from conversation c
        join message m on m.conversation_id = c.id where m.text = '十年后'`);
    for (const at of Object.values(row!)) expect(at.getTime()).toBeLessThanOrEqual(now.getTime());
    const [kept] = await shop.rows<{ toldAt: Date }>(
      sql`select told_at from inbound_envelope where body like '%十年后%'`,
    );
    expect(kept!.toldAt.getTime()).toBeGreaterThan(now.getTime() + 9 * 365 * 24 * 60 * MINUTE_MS);
  });

  it('an answer never stands before its question when the clock of the channel goes ahead', async () => {
    const { identityId } = shop.cast.customers.xiaohong;
    await receive('xiaohong', '问题', 2 * MINUTE_MS);
    await shop.get(Replies).say(shop.cast.staff.lina, { identityId, text: '回答' });
    const thread = await shop.rows(sql`
      select m.text from message m join conversation c on c.id = m.conversation_id
       where c.identity_id = ${identityId} and m.author_kind in ('customer', 'member') order by m.sent_at, m.id`);
    expect(thread).toEqual([{ text: '问题' }, { text: '回答' }]);
  });
});

describe('fault 20: the difference between the clocks is measured, told and taken into account', () => {
  it('the median of the latest pushes counts, so a single late push changes nothing', () => {
    const samples = new ClockSamples();
    const now = new Date();
    const behind = (ms: number) => samples.add(new Date(now.getTime() - ms), now);
    for (const ms of [120_400, 120_700, 121_000, 135_000]) behind(ms);
    expect(samples.aheadMs).toBeUndefined();
    behind(120_200);
    expect(samples.aheadMs).toBe(-120_700);
    for (let more = 0; more < 40; more += 1) behind(300);
    expect(samples.aheadMs).toBe(0);
  });

  it('a tap on the menu opens its minute although the clock of the channel goes two minutes behind', async () => {
    const behind = -2 * MINUTE_MS - 500;
    for (let more = 0; more < 16; more += 1) await receive('wangmei', `消息 ${more}`, behind);
    await receive('chenxiao', { type: 'menu_clicked', item: 'progress' }, behind);
    expect(await windowsOf('chenxiao')).toEqual([{ source: 'menu', open: true }]);
    await shop.get(ProviderClocks).compare();
    const alarms = await shop.get(Alarms).standing();
    expect(alarms).toMatchObject([{ kind: 'account.clock', data: { aheadS: -121 } }]);
  });

  it('the alarm goes when the clocks agree again', async () => {
    for (let more = 0; more < 31; more += 1) await receive('wangmei', `再说 ${more}`, -300);
    await shop.get(ProviderClocks).compare();
    expect(await shop.get(Alarms).standing()).toEqual([]);
  });
});
