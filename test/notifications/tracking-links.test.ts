import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotificationsModule, TrackingLinks } from '../../src/notifications/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Signer } from '../../src/platform/crypto/index.js';
import { Shop } from '../support/shop.js';

describe('A tracking link', () => {
  let shop: Shop;
  let links: TrackingLinks;
  beforeAll(async () => {
    shop = await Shop.open(NotificationsModule);
    links = shop.get(TrackingLinks);
  });
  afterAll(() => shop.close());

  const token = () => links.linkFor('77').slice('https://help.example/t/'.length);

  it('a tracking link opens its ticket and stays the same when it is made again', () => {
    expect(links.open(token())).toBe('77');
    expect(token()).toBe(token());
    expect(token()).toMatch(/^[A-Za-z0-9._~-]+$/);
  });

  it.each([
    ['another ticket', (good: string) => good.replace('77', '78')],
    ['a later end', (good: string) => good.replace(/~\d+/, '~99999')],
    ['no signature', (good: string) => good.split('.')[0]!],
    ['nothing', () => ''],
    ['a long thing', () => 'x'.repeat(100_000)],
  ])('a tracking link with %s opens nothing', (_what, change) => {
    expect(links.open(change(token()))).toBeNull();
  });

  it('a tracking link that was signed for another purpose opens nothing', () => {
    expect(links.open(shop.get(Signer).sign('invitation', '77~99999'))).toBeNull();
  });

  it('a tracking link is valid for half a year', async () => {
    const given = token();
    const clock = shop.get(Clock);
    const start = clock.now().getTime();
    const inDays = (days: number) => clock.moveTo(new Date(start + days * 86_400_000));
    await inDays(179);
    expect(links.open(given)).toBe('77');
    await inDays(212);
    expect(links.open(given)).toBeNull();
  });
});
