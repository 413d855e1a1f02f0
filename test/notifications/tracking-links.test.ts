import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LinkedTicket, NotificationsModule, TrackingLinks } from '../../src/notifications/index.js';
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

  const FIRST = { id: '77', linkGeneration: 0 };
  const token = () => links.linkTo(FIRST).slice('https://help.localhost/t/'.length);

  it('a tracking link opens its ticket and stays the same when it is made again', async () => {
    expect(links.read(token())).toEqual(FIRST);
    expect(token()).toBe(token());
    expect(token()).toMatch(/^[A-Za-z0-9._~-]+$/);
  });

  it.each([
    ['another ticket', (good: string) => good.replace('77', '78')],
    ['a later end', (good: string) => good.replace(/~\d+/, '~99999')],
    ['no signature', (good: string) => good.split('.')[0]!],
    ['nothing', () => ''],
    ['a long thing', () => 'x'.repeat(100_000)],
  ])('a tracking link with %s opens nothing', async (_what, change) => {
    expect(links.read(change(token()))).toBeNull();
  });

  it('a tracking link that was signed for another purpose opens nothing', async () => {
    expect(links.read(shop.get(Signer).sign('invitation', '77~99999'))).toBeNull();
  });

  it('a tracking link is valid for half a year', async () => {
    const given = token();
    const clock = shop.get(Clock);
    const start = clock.now().getTime();
    const inDays = (days: number) => clock.moveTo(new Date(start + days * 86_400_000));
    await inDays(179);
    expect(links.read(given)).toEqual(FIRST);
    await inDays(212);
    expect(links.read(given)).toBeNull();
  });

  it('fault 33: links outlive the key with which they were signed', async () => {
    const signer = shop.get(Signer);
    const [old, fresh] = [randomBytes(32), randomBytes(32)];
    signer.keep([signingKeyOf(old)]);
    const given = token();
    signer.keep([signingKeyOf(fresh), signingKeyOf(old)]);
    expect(links.read(given)).toEqual(FIRST);
    signer.keep([signingKeyOf(fresh)]);
    expect(links.read(given)).toBeNull();
  });

  it('fault 33: the links of one ticket are revoked, those of others stay, and it is recorded', async () => {
    await shop.says('xiaoming', '我要退款');
    await shop.says('xiaohong', '我要退款');
    const [number, other] = [await shop.ticketOf('xiaoming'), await shop.ticketOf('xiaohong')];
    const ticketOf = async (which: string) =>
      (
        await shop.rows<LinkedTicket>(
          sql`select id, link_generation from ticket where number = ${which.slice(1)}`,
        )
      )[0]!;
    const tokenOf = async (which: string) => links.linkTo(await ticketOf(which)).split('/t/')[1]!;
    const [given, others] = [await tokenOf(number), await tokenOf(other)];
    const { lina, wangfang } = shop.cast.staff;
    await expect(links.revoke(wangfang, number)).rejects.toMatchObject({ status: 404 });
    await links.revoke(lina, number);
    expect(links.read(given)).not.toEqual(await ticketOf(number));
    expect(links.read(others)).toEqual(await ticketOf(other));
    const next = await tokenOf(number);
    expect(links.read(next)).toEqual(await ticketOf(number));
    await links.revoke(lina, number);
    expect(links.read(next)).not.toEqual(await ticketOf(number));
    const { id } = await ticketOf(number);
    const rows = await shop.rows(
      sql`select actor_id, subject_id from audit where action = 'ticket.tracking_link_revoked'`,
    );
    expect(rows).toEqual(Array(2).fill({ actorId: lina.id, subjectId: id }));
  });
});
