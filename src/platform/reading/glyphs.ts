import { seen } from './readable.js';
import { simplified } from './simplified.js';
import { CONTROL, DASHES, DECORATION } from './unseen.js';

/** `plain` is what is seen of a text. The unit at `plain[n]` stands in the text at `from[n]` up to `to[n]`. */
export interface Glyphs {
  plain: string;
  from: number[];
  to: number[];
}

/** As they are said, in words of commerce, and as they are written for each other. */
const CHINESE_DIGITS = new Map(
  ['零一二三四五六七八九', '〇壹贰叁肆伍陆柒捌玖', '洞幺两参'].flatMap((row) =>
    [...row].map((sign, value): [string, string] => [sign, String(value)]),
  ),
);

/**
 * Reads sign by sign, so that a place in what was read is a place in the text too. With `inChinese` Chinese digits count
 * as digits, because people and voice recognition write telephone numbers with them.
 */
export function glyphsOf(text: string, inChinese: boolean): Glyphs {
  const glyphs: Glyphs = { plain: '', from: [], to: [] };
  let at = 0;
  for (const sign of text) {
    const glyph = glyphOf(sign, inChinese);
    for (let unit = 0; unit < glyph.length; unit++) {
      glyphs.from.push(at);
      glyphs.to.push(at + sign.length);
    }
    glyphs.plain += glyph;
    at += sign.length;
  }
  return glyphs;
}

function glyphOf(sign: string, inChinese: boolean): string {
  if (sign >= '!' && sign <= '~') return sign.toLowerCase();
  if (/\s/.test(sign)) return ' ';
  const bare = seen(sign.replace(CONTROL, '')).replace(/\p{M}/gu, '');
  const plain = simplified(bare.replace(DECORATION, '').replace(DASHES, '-'));
  if (/^\p{Nd}$/u.test(plain)) return valueOf(plain);
  return (inChinese ? CHINESE_DIGITS.get(plain) : undefined) ?? plain.toLowerCase();
}

/** The digits of each script stand in a row from nought to nine: ٣ is 3. */
function valueOf(digit: string): string {
  const at = digit.codePointAt(0)!;
  const isDigit = (point: number) => /^\p{Nd}$/u.test(String.fromCodePoint(point));
  let value = 0;
  while (value < 9 && isDigit(at - value - 1)) value += 1;
  return String(value);
}
