/** Signs and words of currencies in the readable form. Of two that begin alike the longer one stands first. */
const SIGNS: [currency: string, words: string[]][] = [
  ['USD', ['us\\$', 'usd', '美元', '美金', '美刀', 'dollars?', 'bucks']],
  ['HKD', ['hk\\$', 'hkd', '港币', '港元', '港纸']],
  ['TWD', ['nt\\$', 'ntd', 'twd', '新台币', '台币']],
  ['SGD', ['s\\$', 'sgd', '新加坡元', '新币']],
  ['AUD', ['a\\$', 'aud', '澳元', '澳币']],
  ['CAD', ['c\\$', 'cad', '加元', '加币']],
  ['NZD', ['nz\\$', 'nzd', '纽币']],
  ['MOP', ['mop\\$?', '澳门元', '澳门币', '葡币']],
  ['EUR', ['€', 'euros?', 'eur', '欧元']],
  ['GBP', ['£', 'gbp', '英镑']],
  ['JPY', ['jpy', '日元', '日圆', '日币', '円', 'yen']],
  ['KRW', ['₩', 'krw', '韩元', '韩币']],
  ['THB', ['฿', 'thb', '泰铢', 'baht']],
  ['MYR', ['rm', 'myr', '林吉特', '马币', '令吉']],
  ['VND', ['₫', 'vnd', '越南盾']],
  ['IDR', ['rp', 'idr', '印尼盾']],
  ['INR', ['₹', 'inr', '印度卢比', '卢比', 'rupees?']],
  ['RUB', ['₽', 'rub', '卢布', 'rubles?', 'roubles?']],
  ['CHF', ['chf', '瑞士法郎', '瑞郎']],
  ['AED', ['aed', '迪拉姆']],
  ['CNY', ['¥', 'cny', 'rmb', '人民币', '块钱', '元', '块', '圆', 'yuan']],
  ['USD', ['\\$']],
];

const ORDERED = SIGNS.flatMap(([currency, words]) =>
  words.map((word) => ({ currency, word, whole: new RegExp(`^(?:${word})$`, 'iu') })),
).toSorted((one, other) => other.word.length - one.word.length);

const NEVER_BEFORE = /^(?:元|块|块钱|圆|円)$/;

export const BEFORE = ORDERED.filter(({ word }) => !NEVER_BEFORE.test(word))
  .map(({ word }) => ends(word, '(?<![a-z])', ''))
  .join('|');

/** A sign before the next number belongs to that one. */
export const AFTER = ORDERED.map(({ word }) => ends(word, '', String.raw`(?![a-z])(?! ?\d)`)).join('|');

function ends(word: string, before: string, after: string): string {
  const isLatin = /^[a-z]/.test(word);
  return `${isLatin ? before : ''}${word}${isLatin || /[$€£¥₩฿₫₹₽]/.test(word) ? after : ''}`;
}

/** The word after the number tells more than the sign before it: `$100 HKD` are Hong Kong dollars. */
export function currencyOf(before: string | undefined, after: string | undefined): string | undefined {
  return named(after) ?? named(before);
}

function named(word: string | undefined): string | undefined {
  return word === undefined ? undefined : ORDERED.find(({ whole }) => whole.test(word))?.currency;
}
