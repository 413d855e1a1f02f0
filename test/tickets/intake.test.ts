import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { Assignment, Pausing, Resolutions } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open();
});
afterEach(() => shop.close());

const tickets = () =>
  shop.rows(sql`
    select t.type, t.priority, t.status, d.key department, t.subject, t.fields
      from ticket t join department d on d.id = t.department_id order by t.id`);
const names = async () => {
  const events = await shop.rows<{ name: string }>(
    sql`select name from event where name ~ '^(ticket|intake)' order by id`,
  );
  return events.map(({ name }) => name);
};

describe('A customer’s message', () => {
  it('a message with two signals of theft becomes a P0 ticket with its reason in two languages', async () => {
    await shop.says('xiaoming', '我的账号被盗了,有人在异地登录');
    expect(await tickets()).toMatchObject([
      { type: 'account_theft', priority: 'P0', status: 'new', department: 'support' },
    ]);
    const [{ reason }] = (await shop.rows(sql`select reason from ticket`)) as [
      { reason: Record<string, string> },
    ];
    expect(reason.en).toMatch(/two signals: account stolen \+ login elsewhere/i);
    expect(reason['zh-CN']).toMatch(/账号被盗.*异地登录/);
    const [rule] = await shop.rows(sql`select rule_key, rule_version from ticket`);
    expect(rule).toEqual({ ruleKey: 'account_theft_elsewhere', ruleVersion: 2 });
  });

  it('a message about a refund becomes a ticket with the order, the amount and the currency', async () => {
    await shop.says('xiaohong', '我要退款,订单20261120123456,68.50元\n谢谢');
    expect(await tickets()).toMatchObject([
      {
        type: 'refund',
        priority: 'P2',
        subject: '我要退款,订单20261120123456,68.50元',
        fields: { order: '20261120123456', amount: '68.50', currency: 'CNY' },
      },
    ]);
  });

  it('another message about the same thing joins the open ticket and fills in missing facts', async () => {
    await shop.says('xiaohong', '我要退款,68.50元');
    await shop.says('xiaohong', '退款啊,订单20261120123456,99元');
    expect(await tickets()).toMatchObject([
      { type: 'refund', fields: { order: '20261120123456', amount: '68.50' } },
    ]);
    expect(await shop.rows(sql`select message_id from ticket_message`)).toHaveLength(2);
    expect(await names()).toEqual(['ticket.opened', 'ticket.customer_wrote', 'intake.added']);
  });

  it('a message about something else becomes a ticket of its own', async () => {
    await shop.says('xiaohong', '我要退款,68.50元');
    await shop.says('xiaohong', '我的账号被盗了');
    expect(await tickets()).toMatchObject([{ type: 'refund' }, { type: 'account_theft', priority: 'P1' }]);
  });

  it('a message about the same thing after it was closed becomes a new ticket', async () => {
    await shop.says('xiaoming', '我要投诉,商品破损');
    await shop.get(Resolutions).resolve(shop.cast.staff.lina, await shop.ticketOf('xiaoming'), '已补发');
    await shop.rows(sql`update ticket set status = 'closed', closed_at = now()`);
    await shop.says('xiaoming', '我要投诉,又破了');
    expect(await tickets()).toMatchObject([{ status: 'closed' }, { status: 'new' }]);
  });

  it('two messages about the same thing at the same moment become one ticket', async () => {
    await Promise.all(['我要退款', '退款退款', '我要退钱'].map((text) => shop.says('xiaohong', text)));
    expect(await tickets()).toMatchObject([{ type: 'refund' }]);
    expect(await shop.rows(sql`select message_id from ticket_message`)).toHaveLength(3);
  });

  it('a message that fits no rule waits in the conversation and becomes no ticket', async () => {
    await shop.says('wangmei', '你们周末上班吗');
    expect(await tickets()).toEqual([]);
    const [talk] = await shop.rows(
      sql`select state, unanswered_since is not null unanswered from conversation`,
    );
    expect(talk).toEqual({ state: 'waiting', unanswered: true });
  });

  it('a question about progress opens no ticket and names those that are open', async () => {
    await shop.says('wangmei', '进度');
    expect(await tickets()).toEqual([]);
    await shop.says('wangmei', '我要投诉,商品破损');
    await shop.says('wangmei', 'Progress');
    const asked = await shop.rows<{ data: { tickets: object[] } }>(
      sql`select data from event where name = 'intake.progress_asked' order by id`,
    );
    expect(asked.map(({ data }) => data.tickets)).toMatchObject([
      [],
      [{ number: await shop.ticketOf('wangmei'), type: 'complaint', stage: 'received' }],
    ]);
    expect(await tickets()).toHaveLength(1);
  });

  it('a message that the ticket was waiting for sets it back to open', async () => {
    await shop.says('xiaoming', '我要投诉,商品破损');
    const number = await shop.ticketOf('xiaoming');
    const { lina } = shop.cast.staff;
    await shop.get(Assignment).claim(lina, number);
    await shop.get(Pausing).waitForCustomer(lina, number);
    expect(await tickets()).toMatchObject([{ status: 'waiting_on_customer' }]);
    await shop.says('xiaoming', '照片发了');
    expect(await tickets()).toMatchObject([{ status: 'open' }]);
    expect((await names()).slice(-3)).toEqual([
      'ticket.customer_wrote',
      'ticket.status_changed',
      'intake.added',
    ]);
  });

  it('a message leaves a ticket on hold', async () => {
    await shop.says('xiaoming', '我要投诉,商品破损');
    await shop.get(Pausing).hold(shop.cast.staff.lina, await shop.ticketOf('xiaoming'), { reason: '等仓库' });
    await shop.says('xiaoming', '好的');
    expect(await tickets()).toMatchObject([{ status: 'on_hold' }]);
  });

  it('a picture or a message of an unknown kind is added to the ticket that changed last', async () => {
    await shop.says('xiaoming', '我要投诉,商品破损');
    await shop.says('xiaoming', {
      type: 'message',
      kind: 'image',
      text: '',
      providerId: 'p1',
      mediaId: 'm1',
    });
    await shop.says('xiaoming', {
      type: 'message',
      kind: 'unsupported',
      text: '',
      providerId: 'p2',
      original: 'x',
    });
    const added = ['ticket.customer_wrote', 'intake.added'];
    expect(await names()).toEqual(['ticket.opened', ...added, ...added]);
  });
});
