import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotificationsModule, TrackingLinks } from '../../src/notifications/index.js';
import { sql } from '../../src/platform/database/index.js';
import { TicketReplies } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

describe('A question that needs no person', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open(NotificationsModule);
  });
  afterAll(() => shop.close());

  const conversationOf = async (customer: keyof Shop['cast']['customers']) => {
    const { identityId } = shop.cast.customers[customer];
    const [last] = await shop.rows<{ state: string; waits: boolean }>(sql`
      select state, unanswered_since is not null waits from conversation where identity_id = ${identityId} order by id desc limit 1`);
    return last;
  };

  it('a question about progress is answered in the chat with a link that opens (001-44)', async () => {
    await shop.says('xiaoming', '我要退款');
    const number = await shop.ticketOf('xiaoming');
    const answer = await shop.says('xiaoming', '进度');
    expect(answer).toMatch(
      new RegExp(
        `^${number} 退款：已收到\n接下来：同事会先查看，再回复您\n最迟.+\nhttps://help\\.localhost/t/\\S+$`,
      ),
    );
    const [ticket] = await shop.rows<{ id: string }>(
      sql`select id from ticket where number = ${number.slice(1)}`,
    );
    expect(shop.get(TrackingLinks).read(answer!.split('/t/')[1]!)).toMatchObject({ id: ticket!.id });
  });

  it('the answer about progress names up to three tickets, the newest first', async () => {
    for (const said of ['我要退款', '我要投诉你们', '系统打不开', '包裹在海关被扣了'])
      await shop.says('zhoujie', said);
    const lines = (await shop.says('zhoujie', '进度'))!.split('\n').filter((line) => /^T\d/.test(line));
    expect(lines.map((line) => line.replace(/^T\d+ /, ''))).toEqual([
      '跨境纠纷：已收到',
      '系统故障：已收到',
      '投诉：已收到',
    ]);
  });

  it('the answer about progress leaves a conversation waiting if something else is unanswered', async () => {
    expect(await conversationOf('xiaoming')).toEqual({ state: 'waiting', waits: true });
  });

  it('the answer about progress leaves a conversation with the colleague who holds it', async () => {
    await shop.get(TicketReplies).reply(shop.cast.staff.lina, await shop.ticketOf('xiaoming'), '正在看');
    await shop.says('xiaoming', '进度');
    expect(await conversationOf('xiaoming')).toEqual({ state: 'active', waits: false });
  });

  it('a conversation that was only a question about progress is over after the answer', async () => {
    const answer = await shop.says('emma', 'progress');
    expect(answer).toContain('You have no open ticket.');
    expect(answer).toContain('reply PROGRESS');
    expect(await conversationOf('emma')).toEqual({ state: 'ended', waits: false });
    expect(await shop.rows(sql`select 1 from event where name = 'conversation.ended'`)).toHaveLength(1);

    await shop.says('emma', 'Do you ship to Leeds?');
    expect(await conversationOf('emma')).toEqual({ state: 'waiting', waits: true });
  });

  it('a customer who wants a person is answered and still waits for a person', async () => {
    expect(await shop.says('xiaohong', '人工')).toContain('同事会来回复您');
    expect(await conversationOf('xiaohong')).toEqual({ state: 'waiting', waits: true });
  });

  it('a question asked through the menu is answered too', async () => {
    expect(await shop.says('liqiang', { type: 'menu_clicked', item: 'progress' })).toContain(
      '没有处理中的工单',
    );
    expect(await shop.says('liqiang', { type: 'menu_clicked', item: 'faq' })).toContain('直接写下问题');
    expect(await shop.says('liqiang', { type: 'menu_clicked', item: 'constructor' })).toBeNull();
  });

  it('a new follower is greeted', async () => {
    expect(await shop.says('wangmei', { type: 'followed' })).toContain('欢迎');
  });
});
