import { AGAIN, ASKS_PERSON, NO_PERSON } from './person-words.js';
import { ASKED_BEFORE, ASKS_PROGRESS, DEMANDS_REFUND, NOT_OUR_CASE } from './progress-words.js';
import type { Conditions, Intent, Localized, Signal } from './rule.js';
import { THANKS } from './thanks-words.js';

export interface DefaultRule {
  key: string;
  /** It rises when a rule is rewritten, so that installations take the new wording. It defaults to 1. */
  version?: number;
  intent: Intent;
  type?: string;
  priority?: string;
  conditions: Conditions;
  reason: Localized;
}

const signal = (zh: string, en: string, any: string[]): Signal => ({ name: { 'zh-CN': zh, en }, any });
const text = (zh: string, en: string): Localized => ({ 'zh-CN': zh, en });

const stolen = signal('账号被盗', 'account stolen', [
  '被盗',
  '盗号',
  '被人盗',
  '被黑',
  '被别人登录',
  '不是我登录',
  '号没了',
  '密码被改',
  'account stolen',
  'account was stolen',
  'stolen account',
  'hacked',
  'account hijacked',
  'password was changed',
]);
const elsewhere = signal('异地登录', 'login elsewhere', [
  '异地',
  '外地登录',
  '陌生设备',
  '陌生登录',
  '别的地方登录',
  '其他设备登录',
  '异常登录',
  '国外登录',
  'another city',
  'another country',
  'unknown device',
  'login elsewhere',
  'logged in elsewhere',
  'signed in elsewhere',
  'login from',
  'somewhere else',
]);
const moneyGone = signal('资金损失', 'money lost', [
  '钱被转走',
  '钱没了',
  '钱不见了',
  '被转账',
  '被盗刷',
  '盗刷',
  '余额没了',
  '余额不见',
  '被骗',
  '资金被',
  'money is gone',
  'money was taken',
  'unauthorized payment',
  'unauthorised payment',
  'scammed',
  'funds are gone',
  'money disappeared',
]);
const notMine = signal('非本人操作', 'not by the customer', [
  '不是我',
  '非本人',
  '没有授权',
  '未授权',
  '我没有操作',
  '没操作',
  'not me',
  "didn't do",
  'did not do',
  'without my',
]);
const refund = signal('要求退款', 'asks for a refund', [
  '退款',
  '退钱',
  '退货退款',
  '申请退',
  '把钱退',
  '退给我',
  '退还',
  'refund',
  'money back',
  'return my money',
]);

/**
 * Two signals together make an emergency; one alone is urgent. A complaint never gets mere thanks, and a report of lost
 * money comes before a request for a refund.
 */
export const DEFAULT_RULES: DefaultRule[] = [
  {
    key: 'progress',
    version: 2,
    intent: 'progress',
    conditions: {
      exactly: [
        '进度',
        '查进度',
        '查询进度',
        '查一下进度',
        '工单进度',
        '我的进度',
        '处理进度',
        '查询工单',
        '到哪了',
        '怎么样了',
        '有进展吗',
        '有结果吗',
        '有消息吗',
        '啥情况了',
        '什么情况了',
        'progress',
        'status',
        'ticket status',
        'my ticket',
        'check progress',
        'any update',
        'any updates',
        'any news',
        'update please',
      ],
    },
    reason: text('询问进度', 'asks for progress'),
  },
  {
    key: 'person',
    intent: 'person',
    conditions: {
      exactly: [
        '人工',
        '人工客服',
        '转人工',
        '找客服',
        '客服',
        '真人',
        '人工服务',
        'human',
        'agent',
        'person',
        'talk to a person',
        'customer service',
      ],
    },
    reason: text('要找人工客服', 'asks for a person'),
  },
  {
    key: 'escalation',
    intent: 'escalation',
    conditions: {
      exactly: [
        '催办',
        '催一下',
        '催单',
        '加急',
        '加急处理',
        '请加急',
        '麻烦加急',
        '尽快处理',
        '找主管',
        'urgent',
        'hurry up',
        'please hurry',
        'escalate',
        'supervisor',
      ],
    },
    reason: text('催办', 'asks to hurry'),
  },
  {
    key: 'account_theft_elsewhere',
    intent: 'open_ticket',
    type: 'account_theft',
    priority: 'P0',
    conditions: { signals: [stolen, elsewhere] },
    reason: text('两个信号', 'two signals'),
  },
  {
    key: 'account_theft_money',
    intent: 'open_ticket',
    type: 'account_theft',
    priority: 'P0',
    conditions: { signals: [stolen, moneyGone], exclude: ['盗刷'] },
    reason: text('两个信号', 'two signals'),
  },
  {
    key: 'funds_loss_not_mine',
    intent: 'open_ticket',
    type: 'funds_loss',
    priority: 'P0',
    conditions: { signals: [moneyGone, notMine] },
    reason: text('两个信号', 'two signals'),
  },
  {
    key: 'funds_loss_large',
    intent: 'open_ticket',
    type: 'funds_loss',
    priority: 'P0',
    conditions: { signals: [moneyGone], amountFrom: { CNY: 5000, USD: 700, HKD: 5500, EUR: 650 } },
    reason: text('资金损失，金额较大', 'money lost, a large amount'),
  },
  {
    key: 'account_theft',
    intent: 'open_ticket',
    type: 'account_theft',
    priority: 'P1',
    conditions: { signals: [stolen], exclude: ['盗刷', '防止', '防盗', '担心被盗', 'avoid being hacked'] },
    reason: text('一个信号：账号被盗', 'one signal: account stolen'),
  },
  {
    key: 'funds_loss',
    intent: 'open_ticket',
    type: 'funds_loss',
    priority: 'P1',
    conditions: { signals: [moneyGone] },
    reason: text('一个信号：资金损失', 'one signal: money lost'),
  },
  {
    key: 'cross_border_dispute',
    intent: 'open_ticket',
    type: 'cross_border_dispute',
    priority: 'P1',
    conditions: {
      signals: [
        signal('跨境', 'cross-border', [
          '海关',
          '清关',
          '关税',
          '跨境',
          '海外支付',
          '境外',
          'customs',
          'cross-border',
          'overseas payment',
        ]),
        signal('有争议', 'disputed', [
          '扣',
          '纠纷',
          '争议',
          '没收',
          '多收',
          '失败',
          '卡住',
          'dispute',
          'charged',
          'seized',
          'stuck',
          'failed',
        ]),
      ],
    },
    reason: text('两个信号', 'two signals'),
  },
  {
    key: 'complaint',
    intent: 'open_ticket',
    type: 'complaint',
    conditions: {
      signals: [
        signal('投诉', 'complaint', [
          '投诉',
          '举报',
          '12315',
          '曝光你们',
          '消协',
          'complaint',
          'complain',
          'report you',
        ]),
      ],
    },
    reason: text('投诉或举报', 'a complaint'),
  },
  {
    key: 'refund',
    version: 2,
    intent: 'open_ticket',
    type: 'refund',
    conditions: {
      signals: [refund],
      exclude: [
        ...ASKS_PROGRESS,
        '退款政策',
        '退款规则',
        '怎么退款',
        '如何退款',
        '能退款吗',
        '可以退款吗',
        '支持退款吗',
        'refund policy',
        'how do refunds',
      ],
    },
    reason: text('要求退款', 'asks for a refund'),
  },
  {
    key: 'system_fault',
    intent: 'open_ticket',
    type: 'system_fault',
    conditions: {
      signals: [
        signal('系统故障', 'system fault', [
          '打不开',
          '闪退',
          '登录不上',
          '登不上',
          '系统错误',
          '一直报错',
          '报错',
          '支付失败',
          '白屏',
          '崩溃',
          '0x',
          "can't log in",
          'cannot log in',
          'crash',
          'error code',
          'payment failed',
          'not loading',
        ]),
      ],
    },
    reason: text('系统故障', 'a system fault'),
  },
  {
    key: 'refund_demanded',
    intent: 'open_ticket',
    type: 'refund',
    conditions: {
      signals: [signal('要退款', 'wants a refund', DEMANDS_REFUND)],
      exclude: ['退款政策', '退款规则', 'refund policy', ...ASKED_BEFORE],
    },
    reason: text('要求退款', 'asks for a refund'),
  },
  {
    key: 'thanks',
    intent: 'thanks',
    conditions: { only: THANKS },
    reason: text('致谢或知悉', 'thanks or has read it'),
  },
  {
    key: 'again',
    intent: 'again',
    conditions: { signals: [signal('没有解决', 'not solved', AGAIN)] },
    reason: text('说问题还在', 'says that it is not solved'),
  },
  {
    key: 'person_in_words',
    intent: 'person',
    conditions: { signals: [signal('要人工', 'wants a person', ASKS_PERSON)], exclude: NO_PERSON },
    reason: text('要找人工客服', 'asks for a person'),
  },
  {
    key: 'progress_refund',
    intent: 'progress',
    type: 'refund',
    conditions: {
      signals: [
        signal('问进度', 'asks how it stands', ASKS_PROGRESS),
        signal('说退款', 'speaks of a refund', ['退', '到账', 'refund', 'my money']),
      ],
      exclude: NOT_OUR_CASE,
    },
    reason: text('询问退款进度', 'asks how the refund stands'),
  },
  {
    key: 'progress_in_words',
    intent: 'progress',
    conditions: { signals: [signal('问进度', 'asks how it stands', ASKS_PROGRESS)], exclude: NOT_OUR_CASE },
    reason: text('询问进度', 'asks for progress'),
  },
];
