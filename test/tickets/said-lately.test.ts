import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EscalationModule } from '../../src/escalation/index.js';
import { sql } from '../../src/platform/database/index.js';
import { SlaDefaults, SlaModule } from '../../src/sla/index.js';
import { Classification, TicketCreation } from '../../src/tickets/index.js';
import { TriageSetting } from '../../src/triage/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open(SlaModule, EscalationModule);
  await shop.get(SlaDefaults).install();
});
afterEach(() => shop.close());

interface Row {
  type: string;
  priority: string;
  reason: Record<string, string>;
  rule: string;
}
const tickets = () =>
  shop.rows<Row>(sql`select type, priority, reason, rule_key rule from ticket order by id`);
const raised = () =>
  shop.rows<{ data: { from: string; said: string[] }; actorKind: string }>(
    sql`select data, actor_kind from event where name = 'ticket.priority_changed' order by id`,
  );
const spoken = (text: string) => ({
  type: 'message' as const,
  kind: 'voice' as const,
  text,
  providerId: `v${Math.random()}`,
  mediaId: 'm1',
});

describe('fault 9: facts in several messages add up', () => {
  it('a second message raises the open ticket, and the reason says from when in both languages', async () => {
    await shop.says('xiaoming', '我的账号被盗了');
    expect(await tickets()).toMatchObject([{ type: 'account_theft', priority: 'P1' }]);
    await shop.says('xiaoming', '有人在异地登录');
    const [ticket] = await tickets();
    expect(ticket).toMatchObject({ type: 'account_theft', priority: 'P0', rule: 'account_theft_elsewhere' });
    expect(ticket!.reason.en).toMatch(
      /^two signals: account stolen \+ login elsewhere \(from \d\d:\d\d and \d\d:\d\d together\)$/,
    );
    expect(ticket!.reason['zh-CN']).toMatch(/账号被盗 \+ 异地登录（\d\d:\d\d 与 \d\d:\d\d 合起来看）$/);
    const [event] = await raised();
    expect(event).toMatchObject({ actorKind: 'system', data: { from: 'P1', priority: 'P0' } });
    expect(event!.data.said).toHaveLength(2);
  });

  it('raising the priority moves the clocks and calls, as if it had been said in one message', async () => {
    await shop.says('xiaohong', '我的账号被盗了,有人在异地登录');
    await shop.says('xiaoming', '我的账号被盗了');
    await shop.says('xiaoming', '有人在异地登录');
    const due = await shop.rows<{ seconds: number }>(sql`
      select extract(epoch from m.due_at - t.opened_at)::int / 10 seconds from ticket t
        join timer m on m.ticket_id = t.id and m.metric = 'first_response' and m.state = 'running' order by t.id`);
    expect(due).toHaveLength(2);
    expect(due[1]).toEqual(due[0]);
    const calls = await shop.rows<{ customerId: string }>(sql`
      select distinct t.customer_id from escalation e join ticket t on t.id = e.ticket_id where e.due_at is not null`);
    expect(calls).toHaveLength(2);
  });

  it('one message that is more urgent than the open ticket raises it without naming times', async () => {
    await shop.says('xiaoming', '我的账号被盗了');
    await shop.says('xiaoming', '账号被盗,有人在异地登录');
    const [ticket] = await tickets();
    expect(ticket).toMatchObject({
      priority: 'P0',
      reason: { en: 'two signals: account stolen + login elsewhere' },
    });
  });

  it('a later message never lowers the priority', async () => {
    await shop.says('xiaoming', '我的账号被盗了,有人在异地登录');
    await shop.says('xiaoming', '我的账号被盗了');
    expect(await tickets()).toMatchObject([{ priority: 'P0' }]);
    expect(await raised()).toEqual([]);
  });

  it('what a voice says counts like what is written', async () => {
    await shop.says('xiaoming', spoken('我的账号被盗了'));
    await shop.says('xiaoming', spoken('有人在异地登录'));
    expect(await tickets()).toMatchObject([{ type: 'account_theft', priority: 'P0' }]);
  });

  it('two messages that open nothing by themselves open a ticket together, which quotes both', async () => {
    await shop.says('xiaoming', '不是我操作的');
    expect(await tickets()).toEqual([]);
    await shop.says('xiaoming', '钱被转走了');
    expect(await tickets()).toMatchObject([{ type: 'funds_loss', priority: 'P0' }]);
    expect(await shop.rows(sql`select 1 from ticket_message`)).toHaveLength(2);
  });

  it('an amount in a later message counts for the loss in an earlier one', async () => {
    await shop.says('xiaoming', '钱被转走了');
    await shop.says('xiaoming', '一共两万块');
    expect(await tickets()).toMatchObject([{ type: 'funds_loss', priority: 'P0' }]);
  });

  it('a word that is broken in two by the end of a message is read as one', async () => {
    await shop.says('xiaoming', '我的账号被');
    await shop.says('xiaoming', '盗了');
    expect(await tickets()).toMatchObject([{ type: 'account_theft', priority: 'P1' }]);
  });

  it('what a member wrote into an open ticket counts too', async () => {
    const { customerId } = shop.cast.customers.xiaoming;
    const given = { subject: '客户来电：账号被盗', type: 'account_theft', customerId };
    await shop.get(TicketCreation).create(shop.cast.staff.wutao, given);
    await shop.says('xiaoming', '有人在异地登录');
    expect(await tickets()).toMatchObject([{ type: 'account_theft', priority: 'P0' }]);
  });

  it('a message about something else keeps its own ticket beside the emergency', async () => {
    await shop.says('xiaoming', '我的账号被盗了');
    await shop.says('xiaoming', '我要退款，异地登录的人买的');
    expect(await tickets()).toMatchObject([
      { type: 'account_theft', priority: 'P0' },
      { type: 'refund', priority: 'P2' },
    ]);
  });

  it('words that name the open ticket raise it together with what was said before', async () => {
    await shop.says('xiaoming', '我的账号被盗了');
    const number = await shop.ticketOf('xiaoming');
    await shop.says('xiaoming', `${number} 有人在异地登录`);
    expect(await tickets()).toMatchObject([{ type: 'account_theft', priority: 'P0' }]);
  });

  it('a question about progress that says more raises the ticket that it asks for', async () => {
    await shop.says('xiaoming', '我的账号被盗了');
    await shop.says('xiaoming', '账号被盗处理得怎么样了，还有人在异地登录');
    expect(await tickets()).toMatchObject([{ type: 'account_theft', priority: 'P0' }]);
  });

  it('whoever asks for a person still has said what adds up', async () => {
    await shop.says('xiaoming', '不是我操作的');
    await shop.says('xiaoming', '钱被转走了，我要找人工客服');
    expect(await tickets()).toMatchObject([{ type: 'funds_loss', priority: 'P0' }]);
  });

  it('of several open tickets of a type the one about the order is raised', async () => {
    await shop.says('xiaoming', '订单20261120123456被盗刷');
    await shop.says('xiaoming', '订单20261120999999被盗刷');
    await shop.says('xiaoming', '订单20261120123456被盗刷，不是我操作的');
    expect(await tickets()).toMatchObject([{ priority: 'P0' }, { priority: 'P1' }]);
  });

  it('thanks after an emergency open and raise nothing', async () => {
    await shop.says('xiaoming', '我的账号被盗了,有人在异地登录');
    await shop.says('xiaoming', '谢谢');
    expect(await tickets()).toHaveLength(1);
    expect(await raised()).toEqual([]);
  });

  it('what was said before a member set the priority was weighed by that member', async () => {
    await shop.says('xiaoming', '我的账号被盗了,有人在异地登录');
    const number = await shop.ticketOf('xiaoming');
    await shop.get(Classification).correct(shop.cast.staff.lina, number, { priority: 'P2' });
    await shop.says('xiaoming', '账号找回来了');
    expect(await tickets()).toMatchObject([{ priority: 'P2' }]);
    await shop.says('xiaoming', '又被盗了,异地登录');
    expect(await tickets()).toMatchObject([{ priority: 'P0' }]);
  });

  it('what was said longer ago than the setting says no longer counts, and 0 switches it off', async () => {
    await shop.says('xiaoming', '不是我操作的');
    await shop.rows(sql`update message set sent_at = sent_at - interval '25 hours'`);
    await shop.says('xiaoming', '钱被转走了');
    expect(await tickets()).toMatchObject([{ type: 'funds_loss', priority: 'P1' }]);
    await shop.get(TriageSetting).change(0, shop.cast.staff.wutao);
    await shop.says('xiaoming', '不是我操作的');
    expect(await tickets()).toMatchObject([{ priority: 'P1' }]);
    const [row] = await shop.rows(sql`select action, before, after from audit where action ~ '^triage'`);
    expect(row).toEqual({ action: 'triage.setting_changed', before: { hours: 24 }, after: { hours: 0 } });
  });

  it.each([-1, 169, 1.5, NaN])('the setting refuses %s hours', async (hours) => {
    await expect(shop.get(TriageSetting).change(hours, shop.cast.staff.wutao)).rejects.toMatchObject({
      details: { fields: { hours: 'out_of_range:168' } },
    });
  });

  it('two messages at the same moment are read together once', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, other] =
        round % 2 ? ['我的账号被盗了', '有人在异地登录'] : ['有人在异地登录', '我的账号被盗了'];
      await Promise.all([shop.says('wangmei', one), shop.says('wangmei', other)]);
      const open = await shop.rows<{ priority: string }>(
        sql`select priority from ticket where not is_finished`,
      );
      expect(open).toEqual([{ priority: 'P0' }]);
      await shop.rows(sql`update ticket set status = 'closed'`);
      await shop.rows(sql`update message set sent_at = sent_at - interval '2 days'`);
    }
  });
});
