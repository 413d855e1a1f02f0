import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotificationsModule, TrackingLinks } from '../../src/notifications/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Signer, signingKeyOf } from '../../src/platform/crypto/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Shop } from '../support/shop.js';

describe('A tracking link', () => {
  let shop: Shop;
  let links: TrackingLinks;
  beforeAll(async () => {
    shop = await Shop.open(NotificationsModule);
    links = shop.get(TrackingLinks);
  });
  afterAll(() => shop.close());

  const token = async () => (await links.linkFor('77')).slice('https://help.localhost/t/'.length);

  it('a tracking link opens its ticket and stays the same when it is made again', async () => {
    expect(await links.open(await token())).toBe('77');
    expect(await token()).toBe(await token());
    expect(await token()).toMatch(/^[A-Za-z0-9._~-]+$/);
  });

  it.each([
    ['another ticket', (good: string) => good.replace('77', '78')],
    ['a later end', (good: string) => good.replace(/~\d+/, '~99999')],
    ['no signature', (good: string) => good.split('.')[0]!],
    ['nothing', () => ''],
    ['a long thing', () => 'x'.repeat(100_000)],
  ])('a tracking link with %s opens nothing', async (_what, change) => {
    expect(await links.open(change(await token()))).toBeNull();
  });

  it('a tracking link that was signed for another purpose opens nothing', async () => {
    expect(await links.open(shop.get(Signer).sign('invitation', '77~99999'))).toBeNull();
  });

  it('a tracking link is valid for half a year', async () => {
    const given = await token();
    const clock = shop.get(Clock);
    const start = clock.now().getTime();
    const inDays = (days: number) => clock.moveTo(new Date(start + days * 86_400_000));
    await inDays(179);
    expect(await links.open(given)).toBe('77');
    await inDays(212);
    expect(await links.open(given)).toBeNull();
  });

  it('fault 33: links outlive the key with which they were signed', async () => {
    const signer = shop.get(Signer);
    const [old, fresh] = [randomBytes(32), randomBytes(32)];
    signer.keep([signingKeyOf(old)]);
    const given = await token();
    signer.keep([signingKeyOf(fresh), signingKeyOf(old)]);
    expect(await links.open(given)).toBe('77');
    signer.keep([signingKeyOf(fresh)]);
    expect(await links.open(given)).toBeNull();
  });

  it('fault 33: the links of one ticket are revoked, those of others stay, and it is recorded', async () => {
    await shop.says('xiaoming', '我要退款');
    await shop.says('xiaohong', '我要退款');
    const idOf = async (number: string) =>
      (await shop.rows<{ id: string }>(sql`select id from ticket where number = ${number.slice(1)}`))[0]!.id;
    const [number, other] = [await shop.ticketOf('xiaoming'), await shop.ticketOf('xiaohong')];
    const tokenOf = async (id: string) => new URL(await links.linkFor(id)).pathname.slice('/t/'.length);
    const [id, otherId] = [await idOf(number), await idOf(other)];
    const [given, others] = [await tokenOf(id), await tokenOf(otherId)];
    const { lina, wangfang } = shop.cast.staff;
    await expect(links.revoke(wangfang, number)).rejects.toMatchObject({ status: 404 });
    await links.revoke(lina, number);
    expect(await links.open(given)).toBeNull();
    expect(await links.open(others)).toBe(otherId);
    const next = await tokenOf(id);
    expect(await links.open(next)).toBe(id);
    await links.revoke(lina, number);
    expect(await links.open(next)).toBeNull();
    const rows = await shop.rows(
      sql`select actor_id, subject_id from audit where action = 'ticket.tracking_link_revoked'`,
    );
    expect(rows).toEqual(Array(2).fill({ actorId: lina.id, subjectId: id }));
  });
});
