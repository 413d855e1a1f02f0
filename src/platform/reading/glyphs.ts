import { simplified } from './simplified.js';
import { DASHES, DECORATION, UNSEEN } from './unseen.js';

/** `plain` is what is seen of a text. The unit at `plain[n]` stands in the text at `from[n]` up to `to[n]`. */
export interface Glyphs {
  plain: string;
  from: number[];
  to: number[];
}

const CHINESE_DIGITS = new Map(
  [...'零一二三四五六七八九']
    .map((sign, value) => [sign, String(value)])
    .concat([
      ['〇', '0'],
      ['幺', '1'],
    ]) as [string, string][],
);

/**
 * Reads sign by sign, so that a place in what was read is a place in the text too. Chinese digits count as digits,
 * because people and voice recognition write telephone numbers with them.
 */
export function glyphsOf(text: string): Glyphs {
  const glyphs: Glyphs = { plain: '', from: [], to: [] };
  let at = 0;
  for (const sign of text) {
    const seen = glyphOf(sign);
    for (let unit = 0; unit < seen.length; unit++) {
      glyphs.from.push(at);
      glyphs.to.push(at + sign.length);
    }
    glyphs.plain += seen;
    at += sign.length;
  }
  return glyphs;
}

function glyphOf(sign: string): string {
  if (sign >= '!' && sign <= '~') return sign.toLowerCase();
  if (/\s/.test(sign)) return ' ';
  const seen = sign.replace(UNSEEN, '').normalize('NFKC').replace(/\p{M}/gu, '');
  const plain = simplified(seen.replace(DECORATION, '').replace(DASHES, '-'));
  return CHINESE_DIGITS.get(plain) ?? plain.toLowerCase();
}
