import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOISY, urgencyOf, WIDELY_NOISY } from '../triage/noise.js';

describe('ten thousand emergencies with noise', () => {
  test('none of ten thousand noisy texts is read as less urgent than it is without the noise', () => {
    fc.assert(
      fc.property(NOISY, ({ plain, messages }) => {
        expect(urgencyOf(messages) <= urgencyOf([plain]), JSON.stringify(messages)).toBe(true);
      }),
      { numRuns: 10_000, seed: 9 },
    );
  });

  test.each([9, 2026, 1130, 77_777])(
    'none of ten thousand texts with signs, look-alikes and letters said twice is read as less urgent (seed %i)',
    { timeout: 300_000 },
    (seed) => {
      fc.assert(
        fc.property(WIDELY_NOISY, ({ plain, messages }) => {
          expect(urgencyOf(messages) <= urgencyOf([plain]), JSON.stringify(messages)).toBe(true);
        }),
        { numRuns: 10_000, seed },
      );
    },
  );
});
