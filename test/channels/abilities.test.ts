import { expect, test } from 'vitest';
import { entitled, may, missingFor } from '../../src/channels/wechat-official/abilities.js';
import { expectedSince, isQuiet, type Past } from '../../src/channels/wechat-official/quiet.js';

const service = { type: 'service', verified: true } as const;
const subscription = { type: 'subscription', verified: true } as const;

test('a verified service account has every ability, and others are told what would give them one', () => {
  expect(entitled(service, '/cgi-bin/message/template/send?x=1')).toBe(true);
  expect(entitled(subscription, '/cgi-bin/message/template/send')).toBe(false);
  expect(entitled(subscription, '/cgi-bin/message/custom/send')).toBe(true);
  expect(entitled({ ...subscription, verified: false }, '/cgi-bin/message/custom/send')).toBe(false);
  expect(missingFor(subscription, 'scene_code')).toBe('service');
  expect(missingFor({ ...service, verified: false }, 'template')).toBe('verified');
  expect(may({ ...service, verified: false }, 'menu')).toBe(true);
});

test('an ability that WeChat refuses counts as refused unless the type of the account lacks it anyway', () => {
  const refused = { menu: 'not_granted 48001', template: 'not_granted 48001' };
  expect(may({ ...service, refused }, 'menu')).toBe(false);
  expect(entitled({ ...service, refused }, '/cgi-bin/menu/create')).toBe(false);
  expect(missingFor({ ...service, refused }, 'menu')).toBe('refused');
  expect(missingFor({ ...subscription, refused }, 'template')).toBe('service');
  expect(missingFor({ ...service, verified: false, refused }, 'template')).toBe('verified');
});

test('an account can send and fetch pictures and voices only if WeChat has verified it', () => {
  for (const account of [service, subscription]) {
    expect(entitled(account, '/cgi-bin/media/get?media_id=1')).toBe(true);
    expect(entitled({ ...account, verified: false }, '/cgi-bin/media/get?media_id=1')).toBe(false);
    expect(missingFor({ ...account, verified: false }, 'media')).toBe('verified');
  }
});

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-24T12:00:00Z');

/** Ten callbacks an hour came from 9 to 18 UTC for so many weeks. */
function past(weeks: number, last: number): Past {
  const hours = new Map<number, number>();
  const since = NOON - weeks * 168 * HOUR;
  for (let hour = Math.floor(since / HOUR) * HOUR; hour < NOON; hour += HOUR) {
    const ofDay = new Date(hour).getUTCHours();
    if (ofDay >= 9 && ofDay < 18) hours.set(hour, 10);
  }
  return { since: new Date(since), hours, last: new Date(last) };
}

test('two silent hours at a busy noon count as quiet, and ten minutes do not', () => {
  expect(isQuiet(past(5, NOON - 2 * HOUR), new Date(NOON))).toBe(true);
  expect(isQuiet(past(5, NOON - HOUR / 6), new Date(NOON))).toBe(false);
});

test('a night that is always silent never counts as quiet, however long it lasts', () => {
  const evening = Date.parse('2026-11-23T18:00:00Z');
  const morning = new Date('2026-11-24T08:59:00Z');
  expect(expectedSince(new Date(evening), past(5, evening), morning)).toBe(0);
  expect(isQuiet(past(5, evening), morning)).toBe(false);
});

test('a new account, or one that never had a callback, is not quiet', () => {
  expect(isQuiet(past(1, NOON - 5 * HOUR), new Date(NOON))).toBe(false);
  expect(isQuiet({ ...past(5, 0), last: null }, new Date(NOON))).toBe(false);
});
