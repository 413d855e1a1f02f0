import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotificationsModule } from '../../src/notifications/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Resolutions } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

const DAY = 86_400_000;

describe('fault 14, B6: a question about a case is answered and opens no ticket', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open(NotificationsModule);
  });
  afterEach(() => shop.close());

  const count = async () => (await shop.rows(sql`select 1 from ticket`)).length;
  const refund = async () => {
    await shop.says('xiaoming', '我要退款,订单20261120123456');
    return shop.ticketOf('xiaoming');
  };

  it.each([
    '我的退款什么时候到账',
    '退款到哪了',
    '怎么还没退',
    '处理得怎么样了',
    '查一下我的退款进度',
    '我的工单怎么样了',
    '订单20261120123456的退款到哪了',
    'any update?',
  ])('"%s" is answered with the stage, the next step and the promised time', async (question) => {
    const number = await refund();
    const answer = await shop.says('xiaoming', question);
    expect(answer).toContain(`${number} 退款：已收到\n接下来：同事会先查看，再回复您\n最迟`);
    expect(await count()).toBe(1);
    expect(await shop.sends()).toEqual([]);
  });

  it('a number is understood in every spelling', async () => {
    const number = await refund();
    await shop.says('xiaoming', '我要投诉,商品破损');
    const digits = number.slice(1);
    for (const text of [
      number,
      `t${digits}`,
      digits,
      `工单${number}进度`,
      `工单 ${digits}`,
      `Ｔ${digits}？`,
      `T-${digits}`,
      `T\u200b${digits}`,
      `工單${digits}`,
      `工单${number.slice(0, 4)}\u200b${number.slice(4)}进度`,
    ]) {
      const answer = await shop.says('xiaoming', text);
      expect(answer, text).toContain(`${number} 退款：已收到`);
      expect(answer, text).not.toContain('投诉');
    }
    expect(await count()).toBe(2);
  });

  it('the number of somebody else’s ticket tells nothing about it', async () => {
    const number = await refund();
    const answer = await shop.says('xiaohong', number);
    expect(answer).toContain('没有找到您说的工单');
    expect(answer).not.toContain('退款');
  });

  it('where several may be meant, all are listed', async () => {
    await refund();
    await shop.says('xiaoming', '我要投诉,商品破损');
    const answer = (await shop.says('xiaoming', '处理得怎么样了'))!;
    expect(answer.match(/T\d+/g)).toHaveLength(2);
  });

  it('a question about the refund means the refund', async () => {
    const number = await refund();
    await shop.says('xiaoming', '我要投诉,商品破损');
    const answer = (await shop.says('xiaoming', '退款到哪了'))!;
    expect(answer).toContain(number);
    expect(answer.match(/T\d+/g)).toHaveLength(1);
  });

  it('a ticket that was finished within thirty days is told of, too', async () => {
    await shop.says('xiaoming', '我要投诉,商品破损');
    const number = await shop.ticketOf('xiaoming');
    await shop.get(Resolutions).resolve(shop.cast.staff.lina, number, '已补发');
    await shop.sends();
    await shop.get(Clock).moveTo(new Date(shop.get(Clock).now().getTime() + 20 * DAY));
    await shop.get(Resolutions).closeDue();
    expect(await shop.says('xiaoming', '处理得怎么样了')).toContain(`${number} 投诉：已结束`);
    expect(await count()).toBe(1);
  });

  it('where no ticket exists, the answer says so and shows the way to a person, who is going to read it', async () => {
    const answer = await shop.says('xiaohong', '我的退款什么时候到账');
    expect(answer).toContain('没有找到您说的工单');
    expect(answer).toContain('人工');
    expect(await count()).toBe(0);
    expect(await shop.rows(sql`select 1 from conversation where unanswered_since is not null`)).toHaveLength(
      1,
    );
  });

  it('a complaint that contains the question and names a new order is a new case', async () => {
    await shop.says('xiaoming', '我要投诉,订单20261120000001破损');
    await shop.says('xiaoming', '我要投诉,订单20261120000002到哪了都没人管');
    expect(await count()).toBe(2);
  });

  it('a new emergency that contains the question opens its ticket', async () => {
    await shop.says('xiaoming', '我的账号被盗了，什么时候能解决');
    expect(await shop.rows(sql`select type from ticket`)).toEqual([{ type: 'account_theft' }]);
  });

  it('a demand for a refund that asks how long it takes is a new case', async () => {
    await shop.says('xiaoming', '我要退款，要等多久');
    expect(await count()).toBe(1);
  });

  it('a question about a parcel is left to a person', async () => {
    await refund();
    await shop.says('xiaohong', '我的快递到哪了？怎么还没到');
    expect(await shop.rows(sql`select 1 from event where name = 'intake.left_to_person'`)).toHaveLength(1);
  });

  it('an answer in English says the same', async () => {
    await shop.says('emma', 'I want a refund for order 20261120123456');
    const number = await shop.ticketOf('emma');
    expect(await shop.says('emma', 'Where is my refund?')).toMatch(
      new RegExp(
        `^${number} Refund: \\S.*\nNext: a colleague looks at it and answers you\n(It is to be done|You hear from us) by `,
      ),
    );
  });
});
