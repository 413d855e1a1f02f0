import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOISY, urgencyOf } from '../triage/noise.js';

describe('ten thousand emergencies with noise', () => {
  test('none of ten thousand noisy texts is read as less urgent than it is without the noise', () => {
    fc.assert(
      fc.property(NOISY, ({ plain, messages }) => {
        expect(urgencyOf(messages) <= urgencyOf([plain]), JSON.stringify(messages)).toBe(true);
      }),
      { numRuns: 10_000, seed: 9 },
    );
  });
});
