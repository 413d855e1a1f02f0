import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConversationEnd, ConversationReplies } from '../../src/conversations/index.js';
import { ContactRules, Deliveries } from '../../src/delivery/index.js';
import { Lapsing } from '../../src/delivery/lapsing.service.js';
import { EscalationModule } from '../../src/escalation/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Shop } from '../support/shop.js';

const HOUR = 3_600_000;

describe('fault 16: a reply that was held back is not sent days later by itself', () => {
  let shop: Shop;
  let talk: string;
  beforeEach(async () => {
    shop = await Shop.open(EscalationModule);
    await shop.says('xiaoming', '在吗');
    [{ id: talk }] = (await shop.rows<{ id: string }>(sql`select id from conversation`)) as [{ id: string }];
    await shop.rows(sql`update contact_window set used = allowance`);
  });
  afterEach(() => shop.close());

  const passes = (hours: number) =>
    shop.get(Clock).moveTo(new Date(shop.get(Clock).now().getTime() + hours * HOUR));
  const held = async (text: string) => {
    const reply = await shop.get(ConversationReplies).reply(shop.cast.staff.lina, talk, text);
    await shop.sends();
    return reply.deliveryId;
  };
  const state = async (id: string) =>
    (await shop.rows(sql`select state, reason from delivery where id = ${id}`))[0];
  const LAPSED = { state: 'gave_up', reason: 'lapsed' };

  it('within the time it is sent when the customer writes', async () => {
    const id = await held('有货的');
    await passes(47);
    await shop.says('xiaoming', '好的那我下单');
    await shop.sends();
    expect(await state(id)).toMatchObject({ state: 'accepted' });
  });

  it('after the time it lapses, although the customer writes before anything sweeps', async () => {
    const id = await held('有货的');
    await passes(49);
    expect(await shop.says('xiaoming', '周末上班吗')).toBeNull();
    expect(await shop.sends()).toEqual([]);
    expect(await state(id)).toEqual(LAPSED);
  });

  it('it lapses by itself, its author is told, and the customer is on the list again', async () => {
    const id = await held('有货的');
    expect(await shop.get(Lapsing).lapseDue()).toBe(0);
    await passes(48.1);
    expect(await shop.get(Lapsing).lapseDue()).toBe(1);
    expect(await state(id)).toEqual(LAPSED);
    expect(await shop.rows(sql`select kind, member_id, conversation_id from alert`)).toEqual([
      { kind: 'reply_lapsed', memberId: shop.cast.staff.lina.id, conversationId: talk },
    ]);
    expect(await shop.rows(sql`select 1 from conversation where unanswered_since is not null`)).toHaveLength(
      1,
    );
  });

  it('it lapses when its conversation ends', async () => {
    const id = await held('有货的');
    await shop.get(ConversationEnd).end(shop.cast.staff.lina, talk);
    expect(await state(id)).toEqual(LAPSED);
    await shop.says('xiaoming', '周末上班吗');
    expect(await shop.sends()).toEqual([]);
  });

  it('what is about to be sent is sent although the conversation ends', async () => {
    await shop.rows(sql`update contact_window set used = 0`);
    const { deliveryId } = await shop.get(ConversationReplies).reply(shop.cast.staff.lina, talk, '再见');
    await shop.get(ConversationEnd).end(shop.cast.staff.lina, talk);
    expect(await shop.sends()).toEqual(['再见']);
    expect(await state(deliveryId)).toMatchObject({ state: 'accepted' });
  });

  it('it lapses when something newer has been answered', async () => {
    const old = await held('有货的');
    await shop.rows(sql`update contact_window set used = 0`);
    await shop.get(ConversationReplies).reply(shop.cast.staff.lina, talk, '抱歉，刚刚卖完了');
    await shop.sends();
    await shop.says('xiaoming', '好吧');
    expect(await shop.sends()).toEqual([]);
    expect(await state(old)).toEqual(LAPSED);
  });

  it('somebody’s word sends a lapsed reply after all, and it is as good as new', async () => {
    const id = await held('有货的');
    await passes(49);
    await shop.get(Lapsing).lapseDue();
    await shop.get(Deliveries).retry(shop.cast.staff.lina, id);
    await shop.sends();
    expect(await shop.get(Lapsing).lapseDue()).toBe(0);
    await shop.says('xiaoming', '还在吗');
    await shop.sends();
    expect(await state(id)).toMatchObject({ state: 'accepted' });
  });

  it('a reply that somebody is to telephone about stays on that list and goes into no later chat', async () => {
    const { deliveryId } = await shop
      .get(ConversationReplies)
      .reply(shop.cast.staff.lina, talk, '请回电', { call: true });
    await passes(49);
    expect(await shop.get(Lapsing).lapseDue()).toBe(0);
    await shop.says('xiaoming', '周末上班吗');
    expect(await shop.sends()).toEqual([]);
    expect(await state(deliveryId)).toMatchObject({ state: 'planned' });
  });

  it('the time is a setting between one hour and thirty days', async () => {
    const { wutao } = shop.cast.staff;
    const rules = shop.get(ContactRules);
    await rules.change({ holdsBack: true, calls: true, replyHours: 2 }, wutao);
    const id = await held('有货的');
    await passes(2.1);
    await shop.get(Lapsing).lapseDue();
    expect(await state(id)).toEqual(LAPSED);
    for (const replyHours of [0, 721, 1.5, NaN])
      await expect(rules.change({ holdsBack: true, calls: true, replyHours }, wutao)).rejects.toMatchObject({
        details: { fields: { replyHours: 'out_of_range:720' } },
      });
  });
});
