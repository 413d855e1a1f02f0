import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConversationClaim } from '../../src/conversations/index.js';
import { NotificationsModule } from '../../src/notifications/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Shop } from '../support/shop.js';

/** Monday in the middle of the working day, and its evening, in Shanghai. */
const OPEN = new Date('2027-03-01T02:30:00Z');
const SHUT = new Date('2027-03-01T15:30:00Z');

describe('fault 15: who asks for a person is on the waiting list and is told the truth', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open(NotificationsModule);
    await shop.get(Clock).moveTo(OPEN);
  });
  afterEach(() => shop.close());

  const list = () =>
    shop.rows(sql`
      select customer_id, state, person_asked_how how, unanswered_since is not null waits from conversation
       where unanswered_since is not null and state = 'waiting' order by unanswered_since, id`);

  it.each(['人工', '我要人工', '人工客服怎么联系', 'ren gong', '人功', 'real person please'])(
    '"%s" puts the conversation on the list with its time and how it was asked',
    async (words) => {
      await shop.says('xiaohong', words);
      const { customerId } = shop.cast.customers.xiaohong;
      expect(await list()).toEqual([{ customerId, state: 'waiting', how: 'words', waits: true }]);
    },
  );

  it('the menu puts a customer on the list who has written nothing', async () => {
    expect(await shop.says('xiaohong', { type: 'menu_clicked', item: 'person' })).toContain('您排在第 1 位');
    const { customerId } = shop.cast.customers.xiaohong;
    expect(await list()).toEqual([{ customerId, state: 'waiting', how: 'menu', waits: true }]);
    const names = await shop.rows(sql`select name from event where name like 'conversation.%' order by id`);
    expect(names).toEqual([{ name: 'conversation.started' }, { name: 'conversation.person_asked' }]);
  });

  it('the place in the line is counted, emergencies first', async () => {
    await shop.says('xiaohong', '人工');
    await shop.says('xiaoming', '我的账号被盗了,有人在异地登录');
    expect(await shop.says('wangmei', '人工')).toContain('您排在第 3 位');
    expect(await shop.says('xiaohong', '转人工')).toContain('您排在第 2 位');
    expect(await shop.says('xiaoming', '找客服')).toContain('您排在第 1 位');
  });

  it('outside the hours the opening time is told', async () => {
    await shop.get(Clock).moveTo(SHUT);
    expect(await shop.says('xiaohong', '人工')).toMatch(/明天 \d\d:\d\d 开始有同事回复，您排在第 1 位/);
    expect(await shop.says('emma', 'real person please')).toMatch(
      /from tomorrow \d\d:\d\d\. You are number 2 in line/,
    );
  });

  it('who is being answered already is told by whom', async () => {
    await shop.says('xiaohong', '在吗');
    const [talk] = await shop.rows<{ id: string }>(sql`select id from conversation`);
    await shop.get(ConversationClaim).claim(shop.cast.staff.lina, talk!.id);
    expect(await shop.says('xiaohong', '人工')).toContain(`${shop.cast.staff.lina.alias}正在处理您的对话`);
  });

  it('a matter said in the same words becomes work as well', async () => {
    await shop.says('xiaohong', '我要退款，转人工');
    expect(await shop.rows(sql`select type from ticket`)).toEqual([{ type: 'refund' }]);
    expect(await list()).toMatchObject([{ how: 'words' }]);
  });

  it('a question that is answered in between does not take the wish for a person off the list', async () => {
    await shop.says('xiaohong', { type: 'menu_clicked', item: 'person' });
    await shop.says('xiaohong', '进度');
    await shop.says('xiaohong', '谢谢');
    expect(await list()).toHaveLength(1);
  });

  it('asking costs nothing of the allowance', async () => {
    await shop.says('xiaohong', '人工');
    expect(await shop.sends()).toEqual([]);
  });
});

describe('B7: a new question never meets silence', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open(NotificationsModule);
    await shop.get(Clock).moveTo(OPEN);
  });
  afterEach(() => shop.close());

  it('words that no rule knows get one receipt in a conversation, and wait in the list', async () => {
    expect(await shop.says('xiaohong', '包裹三天没有物流更新了')).toContain('同事会看您写的内容并回复您');
    expect(await shop.says('xiaohong', '你们看到了吗')).toBeNull();
    expect(await shop.rows(sql`select 1 from conversation where unanswered_since is not null`)).toHaveLength(
      1,
    );
  });

  it('a customer with a closed ticket gets the receipt, too', async () => {
    await shop.says('xiaohong', '我要投诉,商品破损');
    await shop.rows(sql`
      update ticket set status = 'closed', stage = 'closed', resolved_at = now() - interval '20 days', closed_at = now() - interval '13 days'`);
    await shop.rows(sql`update conversation set state = 'ended', ended_at = now(), unanswered_since = null`);
    expect(await shop.says('xiaohong', '羽绒服什么时候补货')).toContain('同事会看您写的内容');
    expect(await shop.rows(sql`select 1 from ticket`)).toHaveLength(1);
  });

  it('outside the hours the receipt says when somebody is there', async () => {
    await shop.get(Clock).moveTo(SHUT);
    expect(await shop.says('emma', 'Do you ship to Leeds?')).toMatch(/answer again from tomorrow \d\d:\d\d/);
  });

  it('a picture gets the receipt as words do', async () => {
    const picture = { type: 'message', kind: 'image', text: '', providerId: 'p1', mediaId: 'm1' } as const;
    expect(await shop.says('xiaohong', picture)).toContain('同事会看');
  });

  it('who is being answered by a colleague gets no receipt', async () => {
    await shop.says('xiaohong', '在吗');
    await shop.rows(sql`
      update conversation set state = 'active', assignee_id = ${shop.cast.staff.lina.id}, acknowledged_at = null`);
    expect(await shop.says('xiaohong', '羽绒服什么时候补货')).toBeNull();
  });
});
