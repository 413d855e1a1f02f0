import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BackupsModule, Release } from '../../src/backups/index.js';
import { Replies } from '../../src/conversations/index.js';
import { Sending } from '../../src/delivery/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Held } from '../../src/platform/held/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open(BackupsModule);
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.rows(sql`delete from setting where key = 'held'`);
  await shop.get(Held).refresh();
});

const releases = () => shop.get(Release);
const sent = () => shop.paper.sent.length;

/** Makes the installation what a restoration leaves: held, as of the moment of the backup. */
async function restoredFrom(takenAt: Date): Promise<void> {
  await shop.rows(sql`
    insert into setting (key, value)
    values ('held', jsonb_build_object('reason', 'restored', 'since', now(), 'takenAt', ${takenAt.toISOString()}::text))`);
  await shop.get(Held).refresh();
}

async function reply(text: string): Promise<void> {
  const { identityId } = shop.cast.customers.xiaoming;
  await shop.get(Replies).say(shop.cast.staff.lina, { identityId, text });
}

const stateOf = async (text: string) => {
  const [row] = await shop.rows<{ state: string; reason: string | null }>(
    sql`select state, reason from delivery where content ->> 'text' = ${text}`,
  );
  return row;
};

describe('fault 44: an installation that is held sends nothing', () => {
  it('what is due waits while it is held, an answer to a push carries nothing, and it goes out when released', async () => {
    await shop.says('xiaoming', '在吗');
    await releases().hold();
    await reply('您好，请稍等');
    const before = sent();
    expect(await shop.get(Sending).drain()).toBe(0);
    expect(await shop.says('xiaoming', '还在吗')).toBeNull();
    expect(sent()).toBe(before);
    expect(await stateOf('您好，请稍等')).toMatchObject({ state: 'planned' });
    expect(await releases().release('stopped')).toBe(0);
    await shop.get(Sending).drain();
    expect(await stateOf('您好，请稍等')).toMatchObject({ state: 'accepted' });
  });

  it('what the original may have sent after the backup is left to a person, and what is newer goes out', async () => {
    await shop.says('xiaoming', '订单到哪了');
    await reply('我查一下');
    await restoredFrom(new Date(Date.now() + 10));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await reply('已经发出');
    const before = sent();
    expect(await releases().release('ran_on')).toBe(1);
    await shop.get(Sending).drain();
    expect(await stateOf('我查一下')).toEqual({ state: 'unknown', reason: 'restored' });
    expect(await stateOf('已经发出')).toMatchObject({ state: 'accepted' });
    expect(sent()).toBe(before + 1);
  });

  it('after a move, where the original was stopped before, everything that waited goes out', async () => {
    await shop.says('xiaoming', '怎么退货');
    await reply('请看链接');
    await restoredFrom(new Date());
    expect(await releases().release('stopped')).toBe(0);
    await shop.get(Sending).drain();
    expect(await stateOf('请看链接')).toMatchObject({ state: 'accepted' });
  });

  it('holding twice and releasing what is not held are refused, and each change stands in the audit list', async () => {
    await releases().hold(shop.cast.staff.wutao);
    await expect(releases().hold()).rejects.toMatchObject({ code: 'held_already' });
    await releases().release('stopped', shop.cast.staff.wutao);
    await expect(releases().release('stopped')).rejects.toMatchObject({ code: 'not_held' });
    const acts = await shop.rows(sql`
      select action, actor_id::text from audit where action like 'installation.%' order by id desc limit 2`);
    const by = String(shop.cast.staff.wutao.id);
    expect(acts).toEqual([
      { action: 'installation.released', actorId: by },
      { action: 'installation.held', actorId: by },
    ]);
  });
});
