import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../src/triage/default-rules.js';
import { match, ready } from '../../src/triage/match.js';
import { hears, hearsAcross, noisy } from '../../src/triage/noisy.js';
import { NOISY, urgencyOf, WIDELY_NOISY } from './noise.js';
import { ORDINARY } from './ordinary.js';

const RULES = DEFAULT_RULES.map((rule) =>
  ready({ type: null, priority: null, department: null, version: 1, ...rule }),
);

function readingOf(text: string): string {
  const verdict = match(RULES, text);
  if (verdict === null) return '-';
  return [verdict.type ?? verdict.intent, verdict.priority].filter(Boolean).join(' ');
}

describe('faults 9, 10 and 11: emergencies with noise', () => {
  it('none of a thousand noisy texts is read as less urgent than it is without the noise', () => {
    fc.assert(
      fc.property(NOISY, ({ plain, messages }) => {
        expect(urgencyOf(messages) <= urgencyOf([plain]), JSON.stringify(messages)).toBe(true);
      }),
      { numRuns: 1000, seed: 20261130 },
    );
  });

  it(
    'none of a thousand texts with signs, look-alikes and letters said twice is read as less urgent',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(WIDELY_NOISY, ({ plain, messages }) => {
          expect(urgencyOf(messages) <= urgencyOf([plain]), JSON.stringify(messages)).toBe(true);
        }),
        { numRuns: 1000, seed: 20261130 },
      );
    },
  );

  it.each([
    ['账,号.被 盗', 'account_theft P1'],
    ['退—款', 'refund'],
    ['I was h.a.c.k.e.d', 'account_theft P1'],
    ['i was hac ked!', 'account_theft P1'],
    ['haaaacked', 'account_theft P1'],
    ['被被盗盗了', 'account_theft P1'],
    ['my account was s-t-o-l-e-n', 'account_theft P1'],
    ['myaccountwasstolen', 'account_theft P1'],
    ['賬.號.Ｂ被　盜', 'account_theft P1'],
    ['r.e.f.u.n.d please', 'refund'],
    ['réfund please', 'refund'],
    ['I want my refúnd', 'refund'],
    ['rеfund', 'refund'],
    ['ѕсаммеԁ', 'funds_loss P1'],
    ['һасkеԁ', 'account_theft P1'],
    ['һасκеԁ', 'account_theft P1'],
    ['ʜᴀᴄᴋᴇᴅ', 'account_theft P1'],
  ])('the text "%s" is read as %s', (text, reading) => {
    expect(readingOf(text)).toBe(reading);
  });

  it('a word that noise broke in two messages is read as one', () => {
    expect(urgencyOf(['I was h.a.c', '.k.e.d'])).toBe('P1');
    expect(urgencyOf(['账*号*被', '*盗*了'])).toBe('P1');
  });

  it('a warning before the word makes it no emergency, whatever stands between its letters', () => {
    expect(readingOf('how to avoid being h.a.c.k.e.d')).toBe('-');
    expect(readingOf('担.心.被.盗，怎么设置')).toBe('-');
  });
});

describe('fault 10: texts that are made to keep the reader busy', () => {
  it.each(['被', 'h'])(
    'a long row of "%s" is read at once and not anew from each of its places',
    (letter) => {
      const row = noisy(`xhackedx 被\n盗 ${`${letter} `.repeat(20_000)}`);
      const began = performance.now();
      for (const phrase of ['hacked', '被盗']) {
        hears(row, phrase, 'urgent');
        hearsAcross(noisy('被 盗'), row, phrase, 'urgent');
      }
      // It is read in milliseconds, while twenty thousand beginnings take a minute.
      expect(performance.now() - began).toBeLessThan(5000);
    },
  );

  it('a word is heard where the row before it belongs to another word', () => {
    expect(urgencyOf(['oh h.a.c.k.e.d'])).toBe('P1');
    expect(urgencyOf(['h h h a c k e d'])).toBe('P1');
  });
});

describe('fault 10: what is ordinary stays ordinary', () => {
  it.each(ORDINARY)('the text "%s" is read as %s', (text, reading) => {
    expect(readingOf(text)).toBe(reading);
  });

  it('there are more than a hundred of them', () => {
    expect(ORDINARY.length).toBeGreaterThan(100);
  });

  it('part of a number is no phrase of a rule', () => {
    expect(readingOf('尺寸是 110x20 吗')).toBe('-');
    expect(readingOf('单子 9912315888')).toBe('-');
    expect(readingOf('我打 12315')).toBe('complaint');
  });
});
