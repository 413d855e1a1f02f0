import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { NotificationsModule } from '../../src/notifications/index.js';
import { Resolutions, TicketTypeSettings } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

const DAY = 86_400_000;

describe('fault 8: a word after "solved" is not lost', () => {
  let shop: Shop;
  let number: string;
  beforeEach(async () => {
    shop = await Shop.open(NotificationsModule);
    await shop.says('xiaoming', '我要投诉,商品破损');
    number = await shop.ticketOf('xiaoming');
    await shop.get(Resolutions).resolve(shop.cast.staff.lina, number, '已补发');
    await shop.sends();
  });
  afterEach(() => shop.close());

  const tickets = () =>
    shop.rows(sql`
      select 'T' || t.number number, t.status, t.type, 'T' || f.number follows
        from ticket t left join ticket f on f.id = t.follows_id order by t.id`);
  const passes = (days: number) =>
    shop.get(Clock).moveTo(new Date(shop.get(Clock).now().getTime() + days * DAY));
  const quoted = async () => (await shop.rows(sql`select 1 from ticket_message`)).length;

  it('a word within the days of the type opens the ticket again, and the customer is told', async () => {
    await passes(6.9);
    expect(await shop.says('xiaoming', '还是没解决啊')).toContain(`${number} 已重新打开`);
    expect(await tickets()).toMatchObject([{ number, status: 'open' }]);
    expect(await quoted()).toBe(2);
  });

  it('the second result stands beside the first', async () => {
    await shop.says('xiaoming', '还是没解决啊');
    await shop.get(Resolutions).resolve(shop.cast.staff.lina, number, '换了新的');
    const results = await shop.rows(sql`
      select r.note, r.reopened_at is not null reopened, m.text words from resolution r
        left join message m on m.id = r.reopened_by_message order by r.id`);
    expect(results).toEqual([
      { note: '已补发', reopened: true, words: '还是没解决啊' },
      { note: '换了新的', reopened: false, words: null },
    ]);
  });

  it('words that no rule knows open it again, too', async () => {
    await shop.says('xiaoming', '杯子的把手是断的');
    expect(await tickets()).toMatchObject([{ status: 'open' }]);
  });

  it.each(['谢谢', '3q', 'thx', '好的', '收到', '👍', 'ok', '好的，谢谢您！'])(
    'thanks such as "%s" are kept with the ticket, open nothing and wait for nobody',
    async (thanks) => {
      const before = await quoted();
      expect(await shop.says('xiaoming', thanks)).toBeNull();
      expect(await tickets()).toMatchObject([{ number, status: 'resolved' }]);
      expect(await quoted()).toBe(before + 1);
    },
  );

  it.each(['你好', '在吗', '您好，请问在吗？', 'hello', 'hi'])(
    'a greeting such as "%s" reopens nothing, waits for a person, and is answered',
    async (greeting) => {
      expect(await shop.says('xiaoming', greeting)).toContain('同事会看您写的内容');
      expect(await tickets()).toMatchObject([{ number, status: 'resolved' }]);
      const [talk] = await shop.rows(sql`
        select c.state, c.unanswered_since is not null waits, m.text from conversation c
          join message m on m.conversation_id = c.id and m.direction = 'in' order by m.id desc limit 1`);
      expect(talk).toEqual({ state: 'waiting', waits: true, text: greeting });
    },
  );

  it('what is said behind a greeting opens the ticket again', async () => {
    await shop.says('xiaoming', '你好');
    await shop.says('xiaoming', '杯子的把手是断的');
    expect(await tickets()).toMatchObject([{ status: 'open' }]);
  });

  it('a greeting is answered although words were acknowledged in this conversation before', async () => {
    await shop.says('xiaoming', '杯子的把手是断的');
    await shop.get(Resolutions).resolve(shop.cast.staff.lina, number, '换了新的');
    await shop.sends();
    await shop.rows(sql`update conversation set acknowledged_at = acknowledged_at - interval '1 day'`);
    expect(await shop.says('xiaoming', '你好')).not.toBeNull();
    expect(await shop.says('xiaoming', '你好')).toBeNull();
  });

  it('thanks in a new conversation end it at once', async () => {
    await shop.rows(sql`update conversation set state = 'ended', ended_at = now(), unanswered_since = null`);
    expect(await shop.says('xiaoming', '谢谢')).toBeNull();
    const [last] = await shop.rows(
      sql`select state, unanswered_since from conversation order by id desc limit 1`,
    );
    expect(last).toEqual({ state: 'ended', unansweredSince: null });
  });

  it('"not solved" after the days opens a ticket that follows the first', async () => {
    await passes(7.1);
    await shop.get(Resolutions).closeDue();
    await shop.says('xiaoming', '还是没解决啊');
    expect(await tickets()).toMatchObject([
      { number, status: 'closed', follows: null },
      { status: 'new', type: 'complaint', follows: number },
    ]);
  });

  it('the same matter after the days becomes a ticket that follows the first', async () => {
    await passes(8);
    await shop.get(Resolutions).closeDue();
    await shop.says('xiaoming', '我要投诉，又破了');
    expect(await tickets()).toMatchObject([{ status: 'closed' }, { status: 'new', follows: number }]);
  });

  it('a word while the sweep that closes is late counts as after the days', async () => {
    await passes(7.1);
    await shop.says('xiaoming', '还是没解决啊');
    expect(await tickets()).toMatchObject([{ status: 'resolved' }, { status: 'new', follows: number }]);
  });

  it('a word and the closing at the same moment lose neither the word nor the result', async () => {
    await passes(7.1);
    await Promise.all([shop.get(Resolutions).closeDue(), shop.says('xiaoming', '还是没解决啊')]);
    const [first, second] = await tickets();
    expect(first).toMatchObject({ number });
    expect(second).toMatchObject({ status: 'new', follows: number });
  });

  it('a word and the solving at the same moment end in an open ticket or a seen word', async () => {
    await shop.says('xiaoming', '还是没解决啊');
    await Promise.all([
      shop.get(Resolutions).resolve(shop.cast.staff.lina, number, '好了'),
      shop.says('xiaoming', '杯子又裂了'),
    ]);
    const [word] = await shop.rows(sql`
      select (select max(created_at) from message where direction = 'in') > r.resolved_at late, t.status
        from ticket t join resolution r on r.ticket_id = t.id order by r.id desc limit 1`);
    expect(word!.status === 'open' || word!.late === false).toBe(true);
  });

  it('the days are set for each type and kept in the audit list', async () => {
    const { wutao } = shop.cast.staff;
    await shop.get(TicketTypeSettings).setReopenDays(wutao, 'complaint', 1);
    await passes(1.1);
    await shop.says('xiaoming', '还是没解决啊');
    expect(await tickets()).toMatchObject([{ status: 'resolved' }, { status: 'new', follows: number }]);
    expect(
      await shop.rows(sql`select action, before, after from audit where action like 'ticket_type.%'`),
    ).toEqual([{ action: 'ticket_type.changed', before: { reopenDays: 7 }, after: { reopenDays: 1 } }]);
    for (const days of [-1, 366, 1.5, NaN])
      await expect(
        shop.get(TicketTypeSettings).setReopenDays(wutao, 'complaint', days),
      ).rejects.toMatchObject({
        details: { fields: { reopenDays: 'out_of_range:365' } },
      });
  });

  it('a word about another order is a new piece of work', async () => {
    await shop.says('xiaoming', '我要投诉，订单 20261120123456 也破了');
    expect(await tickets()).toMatchObject([{ status: 'resolved' }, { status: 'new', follows: null }]);
  });
});
