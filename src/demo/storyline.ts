import type { CustomerKey, DepartmentKey, StaffKey } from './cast.js';

/** A step happened so many days ago at a time of day in Shanghai, or so many minutes ago. */
export type When = [daysAgo: number, time: string] | number;

/** What a member does concerns the customer's newest ticket. */
export type Deed =
  | { does: 'says'; text: string }
  | { does: 'taps'; item: string }
  | { does: 'replies'; who: StaffKey; text: string }
  | { does: 'notes'; who: StaffKey; text: string }
  | { does: 'hands'; who: StaffKey; to: DepartmentKey; note: string }
  | { does: 'accepts'; who: StaffKey }
  | { does: 'returns'; who: StaffKey; reason: string }
  | { does: 'waits'; who: StaffKey }
  | { does: 'holds'; who: StaffKey; reason: string }
  | { does: 'requests'; who: StaffKey; reason: string }
  | { does: 'approves'; who: StaffKey }
  | { does: 'rejects'; who: StaffKey; reason: string }
  | { does: 'pays'; who: StaffKey; voucher: string }
  | { does: 'resolves'; who: StaffKey; note: string }
  | { does: 'ends'; who: StaffKey };

export type Step = Deed & { when: When };

export interface Story {
  customer: CustomerKey;
  steps: Step[];
}

const at = (daysAgo: number, time: string, deed: Deed): Step => ({ when: [daysAgo, time], ...deed });
const ago = (minutes: number, deed: Deed): Step => ({ when: minutes, ...deed });

export const STORIES: Story[] = [
  {
    customer: 'xiaohong',
    steps: [
      at(5, '10:02', { does: 'says', text: '我要退款，订单 20261110334455，129.00元，尺码不合适' }),
      at(5, '10:09', { does: 'replies', who: 'lina', text: '您好，已经收到退回的衣服，马上为您转给财务。' }),
      at(5, '10:15', {
        does: 'hands',
        who: 'lina',
        to: 'finance',
        note: '退货已入库，吊牌完整，原路退回 129 元。',
      }),
      at(5, '10:21', { does: 'accepts', who: 'wangfang' }),
      at(5, '10:30', { does: 'requests', who: 'wangfang', reason: '尺码不合适，退货已入库' }),
      at(5, '11:05', { does: 'approves', who: 'chenjing' }),
      at(5, '14:10', { does: 'pays', who: 'wangfang', voucher: 'PZ202611-0031' }),
      at(5, '14:12', { does: 'says', text: '收到了，谢谢！' }),
      at(5, '14:20', { does: 'ends', who: 'lina' }),
    ],
  },
  {
    customer: 'chenxiao',
    steps: [
      at(3, '09:40', { does: 'says', text: '我的账号被盗了，密码被改，显示在陌生设备登录' }),
      at(3, '09:42', { does: 'replies', who: 'zhaolei', text: '您好，账号已经先冻结，请不要再点任何链接。' }),
      at(3, '09:50', {
        does: 'hands',
        who: 'zhaolei',
        to: 'technical',
        note: '已冻结。请查最近三天的登录地点和设备。',
      }),
      at(3, '10:05', { does: 'accepts', who: 'liuyang' }),
      at(3, '11:30', { does: 'notes', who: 'liuyang', text: '两次登录来自同一台未知设备，令牌已全部作废。' }),
      at(3, '11:36', { does: 'replies', who: 'liuyang', text: '未知设备已下线，请按短信重设密码。' }),
      at(3, '12:10', { does: 'resolves', who: 'liuyang', note: '作废令牌，客户已重设密码' }),
    ],
  },
  {
    customer: 'liqiang',
    steps: [
      ago(215, { does: 'says', text: '申请退款 订单号 20261118002211 金额 460元 收到的是坏的' }),
      ago(206, { does: 'replies', who: 'lina', text: '抱歉给您添麻烦了，请发一张照片，我来登记。' }),
      ago(198, { does: 'says', text: '照片已经发给快递那边了，箱子也压坏了' }),
      ago(190, { does: 'hands', who: 'lina', to: 'finance', note: '快递已确认破损，全额退 460 元。' }),
      ago(176, { does: 'accepts', who: 'wangfang' }),
      ago(170, { does: 'requests', who: 'wangfang', reason: '运输破损，快递已确认' }),
    ],
  },
  {
    customer: 'wangmei',
    steps: [
      ago(320, { does: 'says', text: '我要退款，订单 20261112778899，35.80元' }),
      ago(311, {
        does: 'hands',
        who: 'zhangmin',
        to: 'finance',
        note: '重复付款，请核对流水后退一笔。',
      }),
      ago(300, { does: 'accepts', who: 'chenjing' }),
      ago(292, { does: 'requests', who: 'chenjing', reason: '重复付款' }),
      ago(260, { does: 'approves', who: 'wangfang' }),
    ],
  },
  {
    customer: 'zhaojun',
    steps: [
      at(4, '11:00', { does: 'says', text: '要求退款 订单 20261101990011 88元 不想要了' }),
      at(4, '11:12', { does: 'hands', who: 'lina', to: 'finance', note: '客户已签收 20 天，请财务定。' }),
      at(4, '11:30', { does: 'accepts', who: 'wangfang' }),
      at(4, '11:35', { does: 'requests', who: 'wangfang', reason: '客户不想要了' }),
      at(4, '13:50', { does: 'rejects', who: 'chenjing', reason: '已过七天无理由退货期' }),
      at(4, '14:05', {
        does: 'replies',
        who: 'wangfang',
        text: '很抱歉，订单已过退货期，可以为您换一张优惠券。',
      }),
      at(4, '14:06', { does: 'waits', who: 'wangfang' }),
    ],
  },
  {
    customer: 'sunli',
    steps: [
      ago(140, { does: 'says', text: '我要投诉，客服三天没人回我' }),
      ago(128, {
        does: 'hands',
        who: 'zhangmin',
        to: 'quality',
        note: '请质检查三天内的会话记录，48 小时内回访。',
      }),
      ago(115, { does: 'accepts', who: 'zhoulin' }),
      ago(110, {
        does: 'replies',
        who: 'zhoulin',
        text: '非常抱歉。我是质检小周，正在核对记录，明天给您答复。',
      }),
    ],
  },
  {
    customer: 'zhoujie',
    steps: [
      ago(24, { does: 'says', text: 'APP 付款页一直报错 0x8001，支付失败' }),
      ago(21, { does: 'replies', who: 'zhaolei', text: '您好，我们在查，请先不要重复付款。' }),
      ago(17, {
        does: 'hands',
        who: 'zhaolei',
        to: 'technical',
        note: '0x8001 今天第二例，请看支付网关。',
      }),
    ],
  },
  {
    customer: 'wuyan',
    steps: [ago(6, { does: 'says', text: '请问羽绒服什么时候补货？' })],
  },
  {
    customer: 'zhengkai',
    steps: [
      ago(410, { does: 'says', text: '包裹在海关被扣了，说要补关税，怎么回事' }),
      ago(402, {
        does: 'replies',
        who: 'lina',
        text: '您好，我们已联系清关公司，需要等他们的书面答复。',
      }),
      ago(398, { does: 'holds', who: 'lina', reason: '等清关公司书面答复' }),
    ],
  },
  {
    customer: 'emma',
    steps: [
      ago(52, {
        does: 'says',
        text: 'Hi, I would like a refund for order 20261115445566, $42.00 please',
      }),
      ago(44, {
        does: 'replies',
        who: 'zhaolei',
        text: 'Hello Emma, of course. I am passing this to our finance team now.',
      }),
      ago(41, {
        does: 'hands',
        who: 'zhaolei',
        to: 'finance',
        note: 'Customer writes English. Item came back on Friday.',
      }),
    ],
  },
  {
    customer: 'lucas',
    steps: [
      at(6, '13:00', { does: 'says', text: 'I cannot log in, it says error code 0x1001' }),
      at(6, '13:20', {
        does: 'replies',
        who: 'zhaolei',
        text: 'Please update to version 5.2, the error is fixed there.',
      }),
      at(6, '13:41', { does: 'says', text: 'Works now, thank you!' }),
      at(6, '13:50', { does: 'resolves', who: 'zhaolei', note: 'Fixed by version 5.2' }),
      at(6, '13:51', { does: 'ends', who: 'zhaolei' }),
    ],
  },
];
