/** What is said about tickets of a type; words in braces are filled in. */
export interface Phrases {
  asks: string[];
  answers: string[];
  results: string[];
}

export const SURNAMES = [
  ...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董袁潘于蒋蔡',
];
export const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚婷雪晨宇欣怡浩然子轩梓涵思远嘉慧诗琪俊熙雨桐',
];
export const PRODUCTS =
  '羽绒服 保温杯 蓝牙耳机 行李箱 电饭煲 运动鞋 婴儿推车 台灯 吹风机 空气炸锅 键盘 窗帘 羊毛衫 净水器 扫地机器人 背包'.split(
    ' ',
  );
export const CITIES = '杭州 成都 武汉 西安 南京 长沙 青岛 厦门 苏州 郑州 昆明 哈尔滨'.split(' ');

export const TURNS = [
  '还要等多久？',
  '{product}的照片已经发了，麻烦看一下',
  '收件地址在{city}，没有变',
  '订单号是 {order}',
  '好的，我再等等',
  '刚才又试了一次，还是一样',
  '请尽快处理，谢谢',
  '那运费谁来承担？',
];

export const ANSWERS = [
  '您好，已经在核对，有结果马上告诉您。',
  '已为您联系{city}仓库，预计今天给答复。',
  '麻烦您再发一下订单号，我来查。',
  '感谢您的耐心，{product}这边正在加急处理。',
];

export const NOTES = [
  '已电话联系仓库，等回复。',
  '客户情绪较急，请优先。',
  '订单 {order} 已核对无误。',
  '同款{product}本周第三例。',
];

const OTHERS: Phrases = {
  asks: ['有个关于{product}的问题想问一下，订单 {order}', '{city}的{product}一直没有人联系我'],
  answers: ANSWERS,
  results: ['已处理，客户确认。'],
};

const OF_TYPE: Record<string, Phrases> = {
  refund: {
    asks: [
      '我要退款，订单 {order}，{amount}元，{product}尺码不合适',
      '申请退款 订单号 {order} 金额 {amount}元 {product}收到的是坏的',
      '{product}不想要了，订单 {order}，退{amount}元',
    ],
    answers: [
      '您好，退货已登记，收到{product}后为您退款。',
      '已核对订单 {order}，正在为您办理。',
      ...ANSWERS,
    ],
    results: ['退货已入库，客户已收到款项。', '换货处理，客户同意。'],
  },
  system_fault: {
    asks: [
      'APP 付款页一直报错 {code}，支付失败',
      '{product}页面打不开，提示 {code}',
      '登录不上，错误码 {code}',
    ],
    answers: ['您好，请更新到最新版本再试一次。', '错误 {code} 我们正在查，请先不要重复付款。', ...ANSWERS],
    results: ['新版本已修复 {code}。', '支付网关恢复，客户付款成功。'],
  },
  complaint: {
    asks: [
      '我要投诉，客服三天没人回我',
      '投诉{city}配送员，{product}扔在门口',
      '{product}质量太差，我要投诉',
    ],
    answers: ['非常抱歉给您带来不便，正在核对记录。', ...ANSWERS],
    results: ['已致歉并补发优惠券。', '已与{city}站点沟通整改。'],
  },
  inquiry: {
    asks: ['请问{product}什么时候补货？', '{product}能寄到{city}吗？', '想问一下{product}的尺寸和颜色'],
    answers: ['您好，{product}预计三天内补货。', '可以寄到{city}，包邮。', ...ANSWERS],
    results: ['已答复。', '已说明补货时间。'],
  },
  account_theft: {
    asks: ['我的账号被盗了，密码被改，显示在{city}登录', '账号在陌生设备登录了，帮我冻结'],
    answers: ['您好，账号已经先冻结，请不要再点任何链接。', ...ANSWERS],
    results: ['令牌已作废，客户已重设密码。'],
  },
  funds_loss: {
    asks: ['我的余额少了{amount}元，不是我本人操作', '钱包被盗刷{amount}元，订单 {order}'],
    answers: ['您好，已为您登记核查，请保留记录。', ...ANSWERS],
    results: ['核查完毕，款项已追回。'],
  },
  cross_border_dispute: {
    asks: ['{product}在海关被扣了，说要补关税，怎么回事', '海外仓发的{product}，清关要我交{amount}元'],
    answers: ['您好，我们已联系清关公司，需要等书面答复。', ...ANSWERS],
    results: ['清关完成，包裹已派送。'],
  },
};

export function phrasesOf(type: string): Phrases {
  return OF_TYPE[type] ?? OTHERS;
}

export function filled(phrase: string, words: Record<string, string>): string {
  return phrase.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '');
}
