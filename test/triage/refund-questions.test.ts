import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../src/triage/default-rules.js';
import { match, ready } from '../../src/triage/match.js';

const RULES = DEFAULT_RULES.map((rule) =>
  ready({ type: null, priority: null, department: null, version: 1, ...rule }),
);
const among = (text: string, opens: boolean) =>
  match(
    RULES.filter(({ intent }) => (intent === 'open_ticket') === opens),
    text,
  );
const wish = (text: string) => among(text, false)?.intent ?? null;
const work = (text: string) => among(text, true)?.type ?? null;

describe('fault 14: a question about a refund that was asked for opens none', () => {
  it.each([
    '退款申请了吗进度',
    '退款进度',
    '我的退款申请到哪一步了',
    '申请的退款什么时候好',
    '退款申请通过了吗',
    '退款申请审核了没有',
    '退款申请提交了，多久能审核',
    '退款批了吗',
    '退款批下来了没',
    '退款办得怎么样了',
    '退款处理了吗',
    '退款处理完了没有',
    '我的退款怎么样了',
    '退款有消息了吗',
    '退款还没到',
    '退款到底什么时候能到',
    '退款大概几天到',
    '退款卡在哪一步了',
    '退款走到哪个环节了',
    '那个退款弄好了没',
    '之前申请的退款呢',
    '上次申请的退款怎么还没消息',
    '我申请的退款怎么还没到',
    '退的钱什么时候到',
    '退的钱到哪了',
    '退款怎么这么慢',
    '退款怎么还在审核',
    '退款还要等几天',
    '查询退款',
    '查一下退款',
    '帮我查下退款到账没有',
    '看看我的退款',
    '退款状态',
    '退款申请状态是什么',
    '退款成功没有',
    '退款是不是失败了',
    '你们退款了没有',
    '钱退了没有啊',
    '退款完成了吗',
    '請問退款處理到哪裡了',
    '我的退款申请有结果吗',
    '退款申请为什么还没处理',
    'What about my refund?',
    'Is my refund done yet?',
    'Did my refund go through?',
    'Any update on the refund?',
    'How is my refund going?',
    'refund progress',
    '请问我退款的钱啥时候能到',
    '退款咋还不到账啊',
    '我上周申请的退款到现在没到',
    '退款现在是什么情况',
    '我那笔退款你们处理没有',
    '退款打到哪张卡了',
    '退款申请被驳回了吗',
    '说好的退款呢',
    'when does the refund arrive',
    'is the refund on its way?',
    'refund still pending?',
  ])('the text "%s" asks how it stands', (text) => {
    expect([wish(text), work(text)]).toEqual(['progress', null]);
  });
});

describe('fault 14: whoever wants a refund gets one opened', () => {
  it.each([
    '我要退款',
    '申请退款',
    '怎么退款啊我不要了',
    '我要申请退款',
    '帮我退款',
    '请退款',
    '退款！',
    '退款',
    '给我退钱',
    '退钱',
    '把钱退给我',
    '要求全额退款',
    '想退货退款',
    '不想要了，退款吧',
    '买错了，能退款吗，我不要了',
    '商品坏了要退款',
    '质量太差，退款',
    '订单20261120123456退款',
    '订单 20261120123456 申请退款 68.50元',
    '我想退掉这个订单，退款到原卡',
    '多收了我的钱，请退还',
    '重复扣款了，退给我一笔',
    '我没收到货，退款',
    '少发一件，退那件的钱，申请退款',
    '衣服不合适，申请退货退款，什么时候能退',
    '我要退款，多久到账',
    '麻烦处理一下退款，订单20261120123456',
    '请帮我办理退款',
    '我要退款，上次的已经到账了，这次是另一单',
    '還沒發貨，我要退款',
    '今天必须给我退款',
    '不退款我就投诉了',
    '退款，谢谢',
    '这单退款处理一下',
    '取消订单并退款',
    '退款原因：七天无理由',
    '我要求退一赔三',
    '你好，我想退款',
    'I want a refund',
    'Please refund order 20261120123456',
    'refund me now',
    'I would like my money back',
    'Can I get a refund? It arrived broken',
    'refund',
    '不发货就给我退款',
    '衣服有破洞退款',
    '快点退款',
    '没收到东西，退款',
    '钱多扣了，退还',
    '多久发货，不发就退款',
    '用了几天就坏了，退款',
    '收到坏的，怎么退款',
    'Refund! it never came',
    'give me my money back',
  ])('the text "%s" is new work', (text) => {
    expect(work(text)).toMatch(/^(refund|complaint)$/);
  });
});

describe('fault 14: whoever wants no refund gets none', () => {
  it.each([
    '不用退款了',
    '我不退款了，谢谢',
    '不要退款，换一个就行',
    '帮我取消退款',
    '我想撤销退款',
    '东西坏了，但不用退款，修好就行',
    '今天不想退了，退款取消吧',
    'Please cancel my refund',
    'Do not refund me, the broken one was replaced',
    "I don't want a refund",
  ])('"%s" opens no refund', (text) => {
    expect(work(text)).toBeNull();
  });

  it.each(['你们取消退款了，我要退款', '怎么又不退款了，东西坏了', '不退款我就投诉', '商家不退款，请退款'])(
    '"%s" still opens work',
    (text) => {
      expect(work(text)).not.toBeNull();
    },
  );
});
