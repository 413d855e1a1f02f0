import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MessageFiles } from '../../src/conversations/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { FileCleaning, FileStore } from '../../src/platform/files/index.js';
import { Erasure, ExportMaking, Exports, LegalHolds } from '../../src/retention/index.js';
import type { Shop } from '../support/shop.js';
import { openKeepingShop } from './keeping-shop.js';

type Who = 'xiaoming' | 'xiaohong' | 'sunli' | 'lucas';

let shop: Shop;
beforeAll(async () => {
  shop = await openKeepingShop();
});
afterAll(() => shop.close());

const content = (word: string) => ({
  bytes: Buffer.from(`\x89PNG\r\n\x1a\n ${word}`, 'latin1'),
  mediaType: 'image/png',
});

/** Returns the message that a picture will belong to. */
async function asked(who: Who): Promise<string> {
  await shop.says(who, {
    type: 'message',
    kind: 'image',
    text: '',
    mediaId: 'm',
    previewUrl: 'https://pictures.example/p',
    providerId: `${Math.random()}`,
  });
  const [row] = await shop.rows<{ id: string }>(
    sql`select max(id)::text id from message where kind = 'image'`,
  );
  return row!.id;
}

const erase = (who: Who) =>
  shop.get(Erasure).erase(shop.cast.customers[who].customerId, shop.cast.staff.wutao);
const opened = async (messageId: string) => {
  const { path } = (await shop.get(MessageFiles).open(messageId))!;
  return readFile(path);
};

describe('fault 41: no file is removed that somebody is about to name', () => {
  it('what was stored and is not named yet is there, although another with the same picture was erased meanwhile', async () => {
    const media = content('first');
    await shop.get(MessageFiles).keep(await asked('xiaoming'), media);
    const message = await asked('xiaohong');
    const stored = await shop.get(MessageFiles).store(media);
    await erase('xiaoming');
    await shop.get(MessageFiles).attach(message, stored);
    expect(await opened(message)).toEqual(media.bytes);
  });

  it('fault 9: an archive whose file was removed before it got its name is kept once more', async () => {
    const { customerId } = shop.cast.customers.lucas;
    const { wutao } = shop.cast.staff;
    const store = shop.get<FileStore>(FileStore as never);
    const keep = store.keepFile.bind(store);
    const keeping = vi.spyOn(store, 'keepFile').mockImplementationOnce(async (file) => {
      const kept = await keep(file);
      expect(await shop.get(FileCleaning).forget([kept.path])).toBe(1);
      return kept;
    });
    const exportId = await shop.get(Exports).ask(customerId, wutao);
    await shop.get(ExportMaking).make({ exportId });
    const { content } = await shop.get(Exports).fetch(customerId, exportId, wutao);
    expect((await buffer(content)).length).toBeGreaterThan(100);
    keeping.mockRestore();
  });

  it('an erasure waits for a transaction that has named the same picture, and leaves it', async () => {
    const media = content('second');
    await shop.get(MessageFiles).keep(await asked('sunli'), media);
    const message = await asked('xiaohong');
    const stored = await shop.get(MessageFiles).store(media);
    let erasing: Promise<unknown> = Promise.resolve();
    await shop.get(Database).transaction(async () => {
      await shop.get(MessageFiles).attach(message, stored);
      erasing = shop.get(Database).apart(() => erase('sunli'));
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
    await erasing;
    expect(await opened(message)).toEqual(media.bytes);
  });

  it('in a hundred races of naming and forgetting, whatever a row names is there', async () => {
    for (let round = 0; round < 100; round += 1) {
      const media = content(`round ${round}`);
      const message = await asked('xiaohong');
      const stored = await shop.get(MessageFiles).store(media);
      const forgetting = Array.from({ length: 3 }, () => shop.get(FileCleaning).forget([stored.kept.path]));
      await Promise.all([shop.get(MessageFiles).attach(message, stored), ...forgetting]);
      expect(await opened(message), `round ${round}`).toEqual(media.bytes);
    }
  });

  it('a legal hold keeps the pictures of its person from an erasure and from the nightly cleaning', async () => {
    const media = content('held');
    const message = await asked('lucas');
    await shop.get(MessageFiles).keep(message, media);
    const { customerId } = shop.cast.customers.lucas;
    const subject = { type: 'customer', id: customerId } as const;
    await shop
      .get(LegalHolds)
      .set(customerId, { subject, reason: '诉讼', until: null }, shop.cast.staff.wutao);
    await expect(erase('lucas')).rejects.toMatchObject({ code: 'erasure_stopped_by_hold' });
    await shop.get(FileCleaning).clean(new Date(Date.now() + 60_000));
    expect(await opened(message)).toEqual(media.bytes);
  });
});
