import { describe, expect, it } from 'vitest';
import { extract } from '../../src/triage/extract.js';
import { orderKey, ordersIn } from '../../src/triage/orders.js';
import { wish, work } from './shipped-rules.js';

describe('fault 8: thanks in any spelling want nothing', () => {
  it.each([
    '谢谢',
    '谢谢您！',
    '好的',
    '好的，谢谢',
    '收到',
    '收到了，谢谢！',
    '嗯嗯 好',
    '辛苦了',
    '太感谢了',
    '知道了。',
    'ok',
    'OK!',
    'ＯＫ',
    'thx',
    'Thanks a lot!',
    'Thank you so much',
    '3q',
    '3Q~',
    '👍',
    '👍🏻👍🏻',
    '🙏❤️',
    '[强]',
    '谢 谢',
    'Works now, thank you!',
    '退款已收到，感谢',
    '收到退款了谢谢',
    '太好了，钱已经收到了，谢谢',
    '到账了，谢谢',
    '谢谢，已经解决了',
    '唔該',
    '你好，谢谢',
    'thankssss',
    'THXXX!!',
    'okkkk',
    '谢谢亲',
    'Thanks guys 🙏',
    '麻烦你了',
    'Thank u so much',
    'Thanks for your help',
    'I received my refund, thanks',
    'Refund received, thank you',
  ])('the text "%s" is thanks', (text) => {
    expect(wish(text)).toBe('thanks');
  });

  it.each([
    '你好',
    '谢谢，但是还没好',
    '好的，那退款呢',
    '收到了吗',
    '解决了？',
    '太麻烦了',
    '不好',
    '👎',
    '😡',
    '？',
    '……',
    '谢谢参与活动的规则是什么',
    'ok but it still fails',
    '好用吗',
    'you',
    'the',
    'so',
    'so so',
    'all the best',
    'for the help',
    '了',
    '啊啊啊',
    '麻烦您',
    'god',
    '好的，在吗',
    'ok, hello, are you there',
  ])('the text "%s" is no thanks', (text) => {
    expect(wish(text)).not.toBe('thanks');
  });

  it('a very long row of thanks is read in no time and left to a person', { timeout: 1000 }, () => {
    expect(wish('好的'.repeat(900))).toBeNull();
  });
});

describe('fault 8: a greeting alone carries no matter', () => {
  it.each([
    '你好',
    '您好',
    '你好！',
    '在吗',
    '在吗？',
    '您好，请问在吗？',
    '亲，在不在呢',
    '你好你好',
    '嗨～',
    '早上好',
    'hello',
    'HELLO??',
    'Hi there!',
    'heyyy',
    'hi 👋',
    '[微笑]你好',
    'Ｈｅｌｌｏ',
    'Good morning, are you there?',
    '喂喂喂',
  ])('the text "%s" is a greeting', (text) => {
    expect([wish(text), work(text)]).toEqual(['greeting', null]);
  });

  it.each(['你好，杯子碎了', '在吗？还没好', 'hi, it broke', '亲', '😊', 'hello world of trouble', '你'])(
    'the text "%s" is more or less than a greeting',
    (text) => {
      expect(wish(text)).not.toBe('greeting');
    },
  );

  it.each(['你好，有人吗', '你好，人工', 'hello, is anyone there?', '在吗，客服呢？'])(
    'the text "%s" greets and asks for a person',
    (text) => {
      expect(wish(text)).toBe('person');
    },
  );
});

describe('fault 8: what was solved is not', () => {
  it.each([
    '还是没解决啊',
    '没有解决',
    '又坏了',
    '问题还在',
    '还是打不开',
    'still not working',
    'same problem again',
    '還是沒用',
    '依然不行',
    '没有恢复',
    "it doesn't work",
  ])('the text "%s" says so', (text) => {
    expect(wish(text)).toBe('again');
  });
});

describe('fault 14: a question about a case is read as one', () => {
  it.each([
    '我的退款什么时候到账',
    '退款到哪了',
    '到哪了',
    '什么时候到账',
    '怎么还没退',
    '处理得怎么样了',
    '处理的怎么样了呀',
    '进度',
    '我的工单怎么样了',
    '查一下我的退款进度',
    '我申请退款三天了怎么还没到账',
    'any update?',
    'Where is my refund?',
    'when will I get my refund',
    '还要等多久',
    '退款到账了吗',
    '退款到帐了没',
    '我的退款呢',
    '退款要多久',
    '退款几天能到',
    '为什么还不退款',
    '怎么还没有退款',
    '我没收到退款',
    '上周申请的退款到了没，退款成功了吗',
    '我的退款审核通过了吗',
    'refund status',
    'Has my refund been processed?',
    "I haven't received my refund yet",
    'When will the refund arrive?',
    'still no refund',
  ])('the text "%s" asks how a case stands and is no new work', (text) => {
    expect([wish(text), work(text)]).toEqual(['progress', null]);
  });

  it.each([
    ['我要退款，什么时候能退', 'refund'],
    ['I want a refund, how long will it take', 'refund'],
    ['我要投诉，订单 20261120123456 到哪了都没人管', 'complaint'],
    ['我的账号被盗了，什么时候能解决', 'account_theft'],
    ['货坏了，我要退款，退款要多久', 'refund'],
  ])('the text "%s" is new work of the type %s beside the question', (text, type) => {
    expect([wish(text), work(text)]).toEqual(['progress', type]);
  });

  it.each(['我的快递到哪了', '充值100元没到账', '进度条怎么设置', 'where is my parcel, any update?'])(
    'the text "%s" asks about no case of ours',
    (text) => {
      expect(wish(text)).toBeNull();
    },
  );
});

describe('fault 15: the wish for a person is heard at the first ask', () => {
  it.each([
    '人工',
    '转人工',
    '找客服',
    '人工客服怎么联系',
    '我要人工',
    '麻烦帮我转一下人工客服谢谢',
    '有人工吗',
    'ren gong',
    '我要ren gong',
    '人功',
    '转人功',
    '真人客服',
    'real person please',
    'Can I talk to a human?',
    'real persn pls',
    '轉·人·工',
    '给我找个人',
    '人工人工人工',
    '有人在吗？',
    'I want a human',
    'can I speak to an operator',
    'connect me with an agent',
    '客服说已经退了，可是没有，我要转人工',
    '人工审核太慢了，给我转人工',
  ])('the text "%s" asks for a person', (text) => {
    expect(wish(text)).toBe('person');
  });

  it.each([
    '人工智能是什么',
    '人工费怎么算',
    '客服说已经退了',
    '不用转人工了',
    '不需要转人工',
    '不用转接人工',
    '已转人工',
  ])('the text "%s" asks for no person', (text) => {
    expect(wish(text)).not.toBe('person');
  });
});

describe('fault 13: each order that a text names is found', () => {
  it('two orders are two, each with its own amount', () => {
    expect(ordersIn('退款：订单A-2026-0001 68元，订单B-2026-0002 30.5元')).toEqual(
      [
        { order: 'a-2026-0001', facts: { order: 'a-2026-0001', amount: '68.00', currency: 'CNY' } },
        { order: 'b-2026-0002', facts: { order: 'b-2026-0002', amount: '30.50', currency: 'CNY' } },
      ].map(({ order, facts }) => ({
        order: order.toUpperCase(),
        facts: { ...facts, order: order.toUpperCase() },
      })),
    );
  });

  it('orders in a list are found although the word is said once', () => {
    const found = ordersIn('订单20261120123456、20261120123457 和 20261120123458 都要退款');
    expect(found.map(({ order }) => order)).toEqual(['20261120123456', '20261120123457', '20261120123458']);
  });

  it('one amount for two orders belongs to neither, because nobody can tell', () => {
    const found = ordersIn('订单20261120123456和20261120123457要退款，一共 99 元');
    expect(found.map(({ facts }) => facts.amount)).toEqual([undefined, undefined]);
  });

  it('the same order in two spellings is one', () => {
    expect(ordersIn('订单 AB-2026-0001，就是 订单ab20260001')).toHaveLength(1);
    expect(orderKey('ＡＢ－2026 0001')).toBe(orderKey('ab20260001'));
  });

  it('an amount behind an order is no second order', () => {
    expect(ordersIn('订单20261120123456，129900元')).toHaveLength(1);
  });

  it.each([
    '快递单号 75312345678901',
    '快递单号：75312345678901 到哪了',
    '运单号75312345678901',
    '我的物流单号是 7531 2345 678901',
    '顺丰单号 SF1234567890123',
    '单号 SF1234567890123',
    '包裹号码 753123456789012',
    'tracking number 75312345678901',
    'waybill no. 75312345678901',
    'parcel 75312345678901 is lost',
  ])('the number of a parcel in "%s" is no order', (text) => {
    expect(ordersIn(text)).toEqual([]);
    expect(extract(text).order).toBeUndefined();
  });

  it.each([
    ['快递单号 75312345678901，订单 20261120123456', '20261120123456'],
    ['订单20261120123456，运单号 75312345678901', '20261120123456'],
    ['运费 12 元，单号 20261120123456', '20261120123456'],
    ['物流到了，20261120123456 少了一件', '20261120123456'],
    ['快递没到，订单AB-2026-0001', 'AB-2026-0001'],
    ['就是上面 20261120123456 这个', '20261120123456'],
    ['order 20261120123456 was not shipped', '20261120123456'],
  ])('beside parcels the order in "%s" is %s', (text, order) => {
    expect(ordersIn(text).map((one) => one.order)).toEqual([order]);
  });

  it('a whole list of orders is left to a person', () => {
    const orders = Array.from({ length: 8 }, (_, index) => `2026112012345${index}`);
    expect(ordersIn(`订单${orders.join('、')}退款`)).toEqual([]);
  });
});
