import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOISY, urgencyOf } from './noise.js';

describe('faults 9, 10 and 11: emergencies with noise', () => {
  it('none of a thousand noisy texts is read as less urgent than it is without the noise', () => {
    fc.assert(
      fc.property(NOISY, ({ plain, messages }) => {
        expect(urgencyOf(messages) <= urgencyOf([plain]), JSON.stringify(messages)).toBe(true);
      }),
      { numRuns: 1000, seed: 20261130 },
    );
  });
});
