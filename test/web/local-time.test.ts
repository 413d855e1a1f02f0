import { expect, it } from 'vitest';
import { localInstant } from '../../src/web/console/local-time.js';

it.each([
  ['Asia/Shanghai', '2026-07-01T14:00', '2026-07-01T06:00:00.000Z'],
  ['Europe/London', '2026-07-01T14:00', '2026-07-01T13:00:00.000Z'],
  ['Europe/London', '2026-12-01T14:00', '2026-12-01T14:00:00.000Z'],
])('a time typed in a shop in %s is meant there: %s', (zone, typed, instant) => {
  expect(localInstant(typed, zone)?.toISOString()).toBe(instant);
});

it('an empty field is no time, and anything else is an invalid one', () => {
  expect(localInstant(' ', 'Asia/Shanghai')).toBeNull();
  expect(localInstant('tomorrow', 'Asia/Shanghai')?.getTime()).toBeNaN();
});
