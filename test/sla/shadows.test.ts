import { expect, it } from 'vitest';
import { shadowsAmong } from '../../src/sla/index.js';

const policy = (key: string, conditions: Record<string, string[]>) => ({ key, conditions });
const byPriority = ['P0', 'P1', 'P2', 'P3'].map((key) => policy(key, { priority: [key] }));

it.each([
  ['a wider one stands above it', [policy('all', {}), policy('vip', { tier: ['vip'] })], ['vip by all']],
  [
    'one above names all its values',
    [
      policy('money', { type: ['refund', 'invoice'] }),
      policy('refunds', { type: ['refund'], tier: ['vip'] }),
    ],
    ['refunds by money'],
  ],
  [
    'those above take every priority between them',
    [...byPriority, policy('vip', { tier: ['vip'] })],
    ['vip by null'],
  ],
  [
    'two above share it out',
    [
      policy('hk', { region: ['HK'], type: ['refund'] }),
      policy('rest', { region: ['HK'] }),
      policy('vip', { region: ['HK'], tier: ['vip'] }),
    ],
    ['vip by rest'],
  ],
])('no ticket gets a policy when %s', (_, policies, shadows) => {
  expect(shadowsAmong(policies).map(({ key, by }) => `${key} by ${by}`)).toEqual(shadows);
});

it.each([
  ['it stands first', [policy('vip', { tier: ['vip'] }), policy('all', {})]],
  ['a value is left to it', [policy('hk', { region: ['HK'] }), policy('south', { region: ['HK', 'MO'] })]],
  ['those that are not named are left', [policy('hk', { region: ['HK', 'MO'] }), policy('all', {})]],
  [
    'a type that nobody named may come',
    [policy('refunds', { type: ['refund'] }), policy('vip', { tier: ['vip'] })],
  ],
  ['one of the priorities is left', [...byPriority.slice(1), policy('vip', { tier: ['vip'] })]],
  [
    'each above takes a part only',
    [policy('a', { type: ['refund'], tier: ['vip'] }), policy('b', { type: ['refund'] })],
  ],
])('some tickets still get a policy when %s', (_, policies) => {
  expect(shadowsAmong(policies)).toEqual([]);
});
