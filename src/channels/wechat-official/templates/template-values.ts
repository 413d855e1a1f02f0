/**
 * What WeChat allows in a template's field, by the type that its keyword begins with (`thing4`). A shape gives the value
 * that is sent. It is undefined if the value cannot be said in such a field without saying something else.
 */
type Shape = (value: string) => string | undefined;

const SHAPES: Record<string, Shape> = {
  // Words may be cut, because their beginning says what they are about.
  thing: (value) => cut(value, 20),
  name: (value) => nameOf(value),
  phrase: (value) => matching(/^\p{Script=Han}{1,5}$/u, firstClause(value)),
  // The others are cut never: half a number is another number.
  amount: (value) => amountOf(value),
  number: (value) =>
    matching(/^(?=.{1,32}$)\d+(\.\d+)?$/, ungrouped(yuanOf(value) ?? value.replace(/^T(?=\d+$)/, ''))),
  character_string: (value) => matching(/^[\x21-\x7e]{1,32}$/, narrowed(value).replace(/ /g, '')),
  letter: (value) => matching(/^[A-Za-z]{1,32}$/, narrowed(value)),
  symbol: (value) => matching(/^[^\p{L}\p{N}\s]{1,5}$/u, value),
  phone_number: (value) => matching(/^[\d+\-() ]{1,17}$/, narrowed(value)),
  car_number: (value) => (value.length <= 8 ? value : undefined),
  date: (value) => matching(DATE, value),
  time: (value) => matching(TIME, value),
  // Which values a list has is known to WeChat alone.
  const: (value) => (value.length <= 20 ? value : undefined),
  enum: (value) => (value.length <= 20 ? value : undefined),
};

const DAY = String.raw`(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})`;
const CLOCK = String.raw`\d{1,2}:\d{2}(:\d{2})?`;
const DATE = new RegExp(`^${DAY}( ?${CLOCK})?$`);
const TIME = new RegExp(`^(${DAY} )?${CLOCK}$`);

/** Old templates have keywords without a type, whose limits nobody knows. */
export function shaped(keyword: string, value: string): string | undefined {
  const line = oneLine(value);
  if (line === '') return undefined;
  const shape = SHAPES[kindOf(keyword)];
  return shape ? shape(line) : line;
}

export function kindOf(keyword: string): string {
  return keyword.replace(/\d+$/, '');
}

/**
 * WeChat refuses line breaks and leading blanks. It is not documented how it counts an emoji, so emojis are left out,
 * and with them everything that nobody can see.
 */
export function oneLine(value: string): string {
  return value
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u20e3/gu, '')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

export function cut(value: string, length: number): string {
  if (value.length <= length) return value;
  return `${value.slice(0, length - 1).replace(/\p{Surrogate}$/u, '')}…`;
}

function matching(pattern: RegExp, value: string | undefined): string | undefined {
  return value !== undefined && pattern.test(value) ? value : undefined;
}

/** A name is either Chinese or in letters, and never both. */
function nameOf(value: string): string | undefined {
  const chinese = value.replace(/\P{Script=Han}/gu, '');
  if (chinese !== '') return [...chinese].slice(0, 10).join('');
  const letters = oneLine(value.replace(/[^\p{L}\p{P} ]/gu, ''));
  return /\p{L}/u.test(letters) ? cut(letters, 20) : undefined;
}

/** The first clause of a stage says it: 退款已批准 of 退款已批准，等待打款. */
function firstClause(value: string): string {
  return value.split(/[\p{P} ]/u)[0] ?? '';
}

/** These signs stand for one currency each in an amount. No other currency can be told from them. */
const SIGNS: [written: RegExp, sign: string][] = [
  [/^(?:CN)?¥/, '¥'],
  [/^(?:US)?\$/, '$'],
  [/^€/, '€'],
  [/^£/, '£'],
];

function amountOf(value: string): string | undefined {
  for (const [written, sign] of SIGNS)
    if (written.test(value))
      return matching(/^.\d{1,10}(\.\d+)?$/, sign + ungrouped(value.replace(written, '')));
  return undefined;
}

/** A number without a sign means yuan to a customer in China. */
function yuanOf(value: string): string | undefined {
  return /^(?:CN)?¥/.test(value) ? value.replace(/^(?:CN)?¥/, '') : undefined;
}

function ungrouped(value: string): string {
  return narrowed(value)
    .replace(/(?<=\d),(?=\d{3}(\D|$))/g, '')
    .trim();
}

function narrowed(value: string): string {
  return value.normalize('NFKC');
}
