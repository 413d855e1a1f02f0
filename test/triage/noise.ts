import fc from 'fast-check';
import { DEFAULT_RULES } from '../../src/triage/default-rules.js';
import { match, ready } from '../../src/triage/match.js';
import { addUp, type Said } from '../../src/triage/together.js';
import { Converter } from 'opencc-js/cn2t';

const RULES = DEFAULT_RULES.map((rule) =>
  ready({ type: null, priority: null, department: null, version: 1, ...rule }),
);
const traditional = Converter({ from: 'cn', to: 't' }) as (text: string) => string;

/** Each of these is an emergency, or urgent, when it is said in one message. */
const EMERGENCIES = [
  '我的账号被盗了，有人在异地登录',
  '账号没了，密码被改，陌生设备登录',
  '号被人盗了，里面的钱不见了',
  '银行卡被盗刷了 8000元',
  '钱被转走了，不是我操作的',
  '资金被转走五千元',
  '我被骗了 3万元',
  '余额不见了，一共1.5万块',
  '我的账号被盗了',
  '钱被转走了',
  'My account was stolen, there is a login from another country',
  'I was hacked and my money is gone',
  'unauthorized payment of $900, not me',
];

/** Nobody sees these, or nobody reads them. */
const NOISE = [
  '\u200b',
  '\u00ad',
  '\ufe0f',
  '\u2060',
  '\u202a',
  '\u200d',
  '😭',
  '👍🏽',
  '🇨🇳',
  '⭐',
  '\u3164',
  '\ufeff',
  '\u180e',
  '\u{e0061}',
  '\u{1d173}',
  '\u0000',
  '‼️',
  '™',
  '㊙️',
  '🈲',
  '👨‍👩‍👧',
  '🏴\u{e0067}\u{e0062}\u{e007f}',
];

/** Signs that people, and those who want to get past a filter, put between the characters of a word. */
const SIGNS = [
  ...[
    '.',
    ',',
    '-',
    '_',
    '*',
    '|',
    '/',
    '~',
    ' ',
    '  ',
    '!',
    '#',
    '+',
    '=',
    "'",
    '"',
    '(',
    ')',
    '[',
    ']',
    '&',
    ':',
  ],
  ...[
    '。',
    '，',
    '、',
    '—',
    '——',
    '…',
    '·',
    '～',
    '＊',
    '／',
    '「',
    '」',
    '（',
    '）',
    '\u3000',
    '｜',
    '•',
    'ー',
    '\n',
  ],
  ...[
    '[流泪]',
    '[大哭]',
    '1️⃣',
    '✨',
    '🙏🏻',
    '❗',
    '⚠️',
    '¯',
    '°',
    '→',
    '♥',
    '§',
    '\u00a0',
    '\u2009',
    '\u0301',
    '\u20e3',
  ],
];

/** Letters that resemble those of a word. */
const RESEMBLING = new Map([
  ['a', 'аáα'],
  ['c', 'сç'],
  ['d', 'ԁđ'],
  ['e', 'еéε'],
  ['h', 'һħ'],
  ['i', 'іíι'],
  ['k', 'кκ'],
  ['m', 'м'],
  ['n', 'ñп'],
  ['o', 'оóο'],
  ['s', 'ѕş'],
  ['t', 'тτ'],
  ['u', 'úυ'],
  ['w', 'ԝŵ'],
  ['y', 'уý'],
]);

export interface Noisy {
  plain: string;
  /** What is sent: one message or several. */
  messages: string[];
}

export const NOISY: fc.Arbitrary<Noisy> = fc
  .record({
    plain: fc.constantFrom(...EMERGENCIES),
    noise: fc.array(fc.record({ sign: fc.constantFrom(...NOISE), at: fc.nat(60) }), { maxLength: 12 }),
    inTraditional: fc.boolean(),
    inCapitals: fc.boolean(),
    wide: fc.boolean(),
    breaks: fc.array(fc.nat(60), { maxLength: 2 }),
  })
  .map(({ plain, noise, inTraditional, inCapitals, wide, breaks }) => {
    const spelled = inTraditional ? traditional(plain) : plain;
    const cased = inCapitals ? spelled.toUpperCase() : spelled;
    const signs = [...(wide ? widened(cased) : cased)];
    for (const { sign, at } of noise) signs.splice(at % (signs.length + 1), 0, sign);
    return { plain, messages: broken(signs, breaks) };
  });

interface Twist {
  how: 'sign' | 'again' | 'traditional' | 'wide' | 'capital' | 'resembling';
  at: number;
  which: number;
}

const TWIST: fc.Arbitrary<Twist> = fc.record({
  how: fc.constantFrom('sign', 'sign', 'sign', 'again', 'traditional', 'wide', 'capital', 'resembling'),
  at: fc.nat(60),
  which: fc.nat(200),
});

/** Signs stand at any place but inside a number, and each character is twisted by itself. */
export const WIDELY_NOISY: fc.Arbitrary<Noisy> = fc
  .record({
    plain: fc.constantFrom(...EMERGENCIES),
    twists: fc.array(TWIST, { maxLength: 25 }),
    breaks: fc.array(fc.nat(90), { maxLength: 2 }),
  })
  .map(({ plain, twists, breaks }) => {
    const signs = [...plain];
    for (const twist of twists) twistAt(signs, twist);
    return { plain, messages: broken(signs, breaks) };
  });

function twistAt(signs: string[], { how, at, which }: Twist): void {
  const place = at % signs.length;
  const sign = signs[place]!;
  const of = (some: string[]) => some[which % some.length]!;
  if (how === 'sign' && !aroundNumber(signs, place)) signs.splice(place, 0, of([...SIGNS, ...NOISE]));
  if (how === 'again' && /^\p{L}$/u.test(sign) && !isNumeric(sign)) signs.splice(place, 0, sign);
  if (how === 'traditional') signs[place] = traditional(sign);
  if (how === 'wide') signs[place] = widened(sign);
  if (how === 'capital' && /^[a-z]$/.test(sign)) signs[place] = sign.toUpperCase();
  const resembling = RESEMBLING.get(sign);
  if (how === 'resembling' && resembling) signs[place] = of([...resembling]);
}

/** The most urgent reading of what was sent, as the messages come in one after the other. */
export function urgencyOf(messages: string[]): string {
  const said: Said[] = messages.map((text, at) => ({ messageId: String(at), text, at: new Date(at) }));
  const readings = messages.flatMap((text, at) => [
    match(RULES, text),
    addUp(RULES, said.slice(0, at + 1))?.verdict,
  ]);
  return readings.map((verdict) => verdict?.priority ?? 'P9').toSorted()[0] ?? 'P9';
}

function widened(text: string): string {
  return text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}

/** A message never ends inside a number: its two halves would truly be other numbers. */
function broken(signs: string[], breaks: number[]): string[] {
  const places = [...new Set(breaks.map((at) => at % signs.length))]
    .filter((at) => at > 0 && !aroundNumber(signs, at))
    .toSorted((one, other) => one - other);
  return [0, ...places].map((from, index) => signs.slice(from, places[index]).join(''));
}

function isNumeric(sign: string | undefined): boolean {
  return /[\p{Nd}.,$＄．，元万萬千块塊一三五]/u.test(sign ?? '');
}

function aroundNumber(signs: string[], at: number): boolean {
  const isNoise = (sign: string) => [...NOISE, ...SIGNS].some((noise) => noise.includes(sign));
  const before = signs.slice(0, at).findLast((sign) => !isNoise(sign));
  const after = signs.slice(at).find((sign) => !isNoise(sign));
  return isNumeric(before) && isNumeric(after);
}
