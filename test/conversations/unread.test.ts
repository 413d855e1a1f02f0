import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConversationEnd, ConversationReplies, Unread } from '../../src/conversations/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Pausing, Resolutions, TicketReplies } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

describe('fault 17: what is written while somebody acts is seen by somebody', () => {
  let shop: Shop;
  let seen: string;
  let talk: string;
  beforeEach(async () => {
    shop = await Shop.open();
    await shop.says('xiaoming', '我要投诉,商品破损');
    const { identityId } = shop.cast.customers.xiaoming;
    seen = await shop.get(Unread).newest(identityId);
    [{ id: talk }] = (await shop.rows<{ id: string }>(sql`select id from conversation`)) as [{ id: string }];
  });
  afterEach(() => shop.close());

  const unseen = { status: 409, code: 'words_unseen', details: { words: '等等，还有一件' } };

  const acts = {
    'ending the conversation': () => shop.get(ConversationEnd).end(shop.cast.staff.lina, talk, '', { seen }),
    'answering in the conversation': () =>
      shop.get(ConversationReplies).reply(shop.cast.staff.lina, talk, '再见', { seen }),
    'answering through the ticket': async () =>
      shop.get(TicketReplies).reply(shop.cast.staff.lina, await shop.ticketOf('xiaoming'), '再见', { seen }),
    'solving the ticket': async () =>
      shop.get(Resolutions).resolve(shop.cast.staff.lina, await shop.ticketOf('xiaoming'), '好了', { seen }),
    'waiting for the customer': async () =>
      shop.get(Pausing).waitForCustomer(shop.cast.staff.lina, await shop.ticketOf('xiaoming'), { seen }),
  };

  it.each(Object.entries(acts))('%s asks first if the customer has written since', async (_, act) => {
    await shop.says('xiaoming', '等等，还有一件');
    await expect(act()).rejects.toMatchObject(unseen);
    const [left] = await shop.rows(sql`
      select c.state, c.unanswered_since is not null waits, t.status from conversation c join ticket t on t.conversation_id = c.id`);
    expect(left).toEqual({ state: 'waiting', waits: true, status: 'new' });
  });

  it.each(Object.entries(acts))('%s is done if the newest words were seen', async (_, act) => {
    await expect(act()).resolves.not.toThrow();
  });

  it('the words that are shown then hold no personal number', async () => {
    await shop.says('xiaoming', '退到 6222021234567890128');
    await expect(acts['ending the conversation']()).rejects.toMatchObject({
      details: { words: '退到 ****0128', messages: [{ text: '退到 ****0128' }] },
    });
  });

  it('our own words are no reason to ask', async () => {
    await shop.get(ConversationReplies).reply(shop.cast.staff.lina, talk, '您好', { seen });
    await expect(
      shop.get(ConversationReplies).reply(shop.cast.staff.lina, talk, '请说', { seen }),
    ).resolves.toBeDefined();
  });

  it('a word and the end at the same moment leave the word in a list', async () => {
    const ended = shop.get(ConversationEnd).end(shop.cast.staff.lina, talk, '', { seen });
    await Promise.allSettled([ended, shop.says('xiaoming', '等等，还有一件')]);
    expect(
      await shop.rows(
        sql`select 1 from conversation where state <> 'ended' and unanswered_since is not null`,
      ),
    ).toHaveLength(1);
  });

  it('a program that says nothing about what it saw is not asked', async () => {
    await shop.says('xiaoming', '等等，还有一件');
    await expect(shop.get(ConversationEnd).end(shop.cast.staff.lina, talk)).resolves.toBeUndefined();
  });
});
