const DIGITS = new Map<string, number>([
  ...[...'零一二三四五六七八九'].map((sign, value): [string, number] => [sign, value]),
  ...[...'〇壹贰叁肆伍陆柒捌玖'].map((sign, value): [string, number] => [sign, value]),
  ['两', 2],
  ['幺', 1],
]);
const UNITS = new Map([
  ['十', 10],
  ['拾', 10],
  ['百', 100],
  ['佰', 100],
  ['千', 1000],
  ['仟', 1000],
  ['万', 1e4],
  ['亿', 1e8],
]);
const MYRIAD = 1e4;
const HALF = /^半([百千万亿])$/;
const TOKENS = /\d[\d.,']*|[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两幺]+|[十拾百佰千仟万亿]/g;

/**
 * Reads `1,299.50`, `1.299,50`, `1'299` and `1299.5`. Returns null where a point or comma may mean two things, unless
 * `decimalComma` says which one is usual.
 */
export function westernNumber(text: string, decimalComma = false): number | null {
  if (/^\d{1,9}(\.\d{1,2})?$/.test(text)) return Number(text);
  if (/^\d{1,3}([,']\d{3})+(\.\d{1,2})?$/.test(text)) return Number(text.replace(/[,']/g, ''));
  const europeIsMeant = decimalComma ? /^\d{1,3}(\.\d{3})*(,\d{1,2})?$/ : /^\d{1,3}(\.\d{3})+,\d{1,2}$/;
  if (europeIsMeant.test(text) || /^\d{1,3}(\.\d{3}){2,}$/.test(text)) return european(text);
  return decimalComma && /^\d{1,9},\d{1,2}$/.test(text) ? european(text) : null;
}

function european(text: string): number {
  return Number(text.replaceAll('.', '').replace(',', '.'));
}

/**
 * Reads numbers with Chinese digits or units, which may stand beside western digits: 五千, 3万, 1.5万, 两百五, 2万3千, 半万.
 * Returns null for what is not exactly one number, such as 三四千 (three or four thousand).
 */
export function chineseNumber(text: string): number | null {
  const half = HALF.exec(text)?.[1];
  if (half) return UNITS.get(half)! / 2;
  const tokens: string[] = text.match(TOKENS) ?? [];
  if (tokens.join('') !== text || tokens.length === 0) return null;
  return tokens.length === 1 ? alone(tokens[0]!) : new Sum().of(tokens);
}

/** Digits without a unit are read one by one, as in 五〇〇〇. */
function alone(token: string): number | null {
  if (UNITS.has(token)) return token === '十' ? 10 : null;
  if (/^\d/.test(token)) return westernNumber(token);
  return Number([...token].map((sign) => DIGITS.get(sign)).join(''));
}

/** Adds up digits and units from the largest unit to the smallest. */
class Sum {
  private total = 0;
  /** What stands before the next 万 or 亿. */
  private section = 0;
  private pending: number | null = null;
  private afterZero = false;
  private lastUnit = 1;
  private smallerThan = Infinity;

  of(tokens: string[]): number | null {
    for (const token of tokens) if (!this.take(token)) return null;
    return this.total + this.section + this.rest();
  }

  private take(token: string): boolean {
    const unit = UNITS.get(token);
    if (unit !== undefined) return unit < MYRIAD ? this.small(unit) : this.large(unit);
    if (this.pending !== null) return false;
    this.pending = this.digits(token);
    return this.pending !== null;
  }

  private digits(token: string): number | null {
    if (/^\d{1,9}\.\d{1,4}$/.test(token)) return Number(token);
    if (/^\d/.test(token)) return westernNumber(token);
    const signs = token.replace(/^[零〇](?=.)/, '');
    this.afterZero = signs !== token;
    return [...signs].length === 1 ? DIGITS.get(signs)! : null;
  }

  private small(unit: number): boolean {
    const count = this.pending ?? (unit === 10 && this.section === 0 ? 1 : null);
    if (count === null || unit >= this.smallerThan) return false;
    this.section += count * unit;
    this.passed(unit, unit);
    return true;
  }

  private large(unit: number): boolean {
    const count = this.section + (this.pending ?? 0);
    if (count === 0 || (this.total > 0 && this.total < unit)) return false;
    this.total += count * unit;
    this.section = 0;
    this.passed(unit, Infinity);
    return true;
  }

  private passed(unit: number, smallerThan: number): void {
    this.pending = null;
    this.afterZero = false;
    this.lastUnit = unit;
    this.smallerThan = smallerThan;
  }

  /** After a unit, a last digit counts the next smaller unit: 两百五 is 250, and 3万5 is 35,000. */
  private rest(): number {
    if (this.pending === null) return 0;
    const isShort = Number.isInteger(this.pending) && this.pending < 10 && !this.afterZero;
    return isShort && this.lastUnit > 10 ? (this.pending * this.lastUnit) / 10 : this.pending;
  }
}
