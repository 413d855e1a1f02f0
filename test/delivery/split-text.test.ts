import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../src/delivery/split-text.js';

const bytes = (text: string) => Buffer.byteLength(text);

describe('Splitting a text for messages', () => {
  it('a text that fits into one message stays whole', () => {
    expect(splitText('您好')).toEqual(['您好']);
    expect(splitText('好'.repeat(682))).toHaveLength(1);
    expect(splitText('好'.repeat(683))).toHaveLength(2);
  });

  it('a long text is cut after a sentence if one ends nearby', () => {
    expect(splitText('一二三四五。六七八', 21)).toEqual(['一二三四五。', '六七八']);
    expect(splitText('一。三四五六七八九', 21)).toEqual(['一。三四五六七', '八九']);
    expect(splitText('a'.repeat(8) + '\n' + 'b'.repeat(8), 10)).toEqual(['a'.repeat(8), 'b'.repeat(8)]);
  });

  it('a long text is never cut inside what people see as one character', () => {
    const family = '👨‍👩‍👧‍👦';
    const pieces = splitText(family.repeat(200));
    expect(pieces.length).toBeGreaterThan(1);
    for (const piece of pieces) expect(piece.replaceAll(family, '')).toBe('');
    expect(splitText('e\u0301'.repeat(10), 8)).toEqual([
      'e\u0301\u0065\u0301',
      ...Array<string>(4).fill('e\u0301e\u0301'),
    ]);
  });

  it('a long text loses nothing but blanks, and no piece is too long', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(words, (text) => {
        const pieces = splitText(text, 60);
        expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const piece of pieces) expect(bytes(piece)).toBeLessThanOrEqual(60);
      }),
    );
  });
});
