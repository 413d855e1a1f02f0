import type { NestExpressApplication } from '@nestjs/platform-express';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildXml, type XmlFields } from '../../src/channels/wechat-official/callback/xml.js';
import { Replay, SealedPushes } from '../../src/conversations/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { message, nowSeconds, plainly, push, safely } from './pushing.js';
import { SHOP, Shop } from './shop.js';

const shop = new Shop();
let program: NestExpressApplication;

beforeAll(async () => {
  program = await shop.open();
  await shop.connect(program, { key: 'plain', mode: 'plain' });
});
afterAll(() => shop.close());

const rows = <T>(query: ReturnType<typeof sql>) => program.get(Database).rows<T>(query);
const said = async (text: string) => (await rows(sql`select 1 from message where text = ${text}`)).length;
const kept = (body: string) =>
  rows<{ id: string; state: string; error: string | null; sealed: boolean }>(sql`
    select id, state, error, sealed from inbound_envelope where body = ${body}`);

describe('fault 18: a signed push that cannot be read is never lost', () => {
  const without = (name: string) =>
    buildXml(Object.fromEntries(Object.entries(message()).filter(([other]) => other !== name)));

  test.each<[string, () => string]>([
    ['broken XML', () => '<xml><ToUserName>gh_shop</ToUserName><FromUserName>'],
    ['a DOCTYPE', () => '<!DOCTYPE a [<!ENTITY b "c">]><xml><Content>&b;</Content></xml>'],
    ['no type', () => without('MsgType')],
    ['no time', () => without('CreateTime')],
    ['no sender', () => without('FromUserName')],
    ['a time that is none', () => buildXml(message({ CreateTime: '1e99' }))],
    ['nothing', () => '<xml></xml>'],
  ])('a signed push with this fault is accepted, kept and listed with its reason: %s', async (_, clear) => {
    const body = clear();
    const sent = safely(body);
    const answers = [await push(program, sent), await push(program, sent)];
    expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(2).fill([200, 'success']));
    expect(await kept(body)).toMatchObject([{ state: 'failed', error: 'unread: unparsable', sealed: false }]);
    const [listed] = (await program.get(Replay).failed()).data;
    expect(listed).toMatchObject({ unread: 'unparsable', body });
  });

  test('a push to an account with a wrong AES key is kept sealed, and is handled once the key is right', async () => {
    const sent = safely(buildXml(message({ Content: 'sealed' })), { aesKey: 'B'.repeat(43) });
    expect((await push(program, sent)).text).toBe('success');
    const [envelope] = await kept(sent.body);
    expect(envelope).toMatchObject({ state: 'failed', error: 'unread: unparsable', sealed: true });
    const replay = program.get(Replay);
    await expect(replay.replay(envelope!.id)).rejects.toThrow('unparsable');
    expect((await kept(sent.body))[0]).toMatchObject({ error: 'unread: unparsable' });
    const mended = safely(buildXml(message({ Content: 'sealed' })));
    await rows(sql`update inbound_envelope set body = ${mended.body} where id = ${envelope!.id}`);
    await replay.replay(envelope!.id);
    expect(await said('sealed')).toBe(1);
    await push(program, mended);
    expect(await said('sealed')).toBe(1);
  });

  test('a push that was kept sealed is opened once the key is right, with the fault that it has inside', async () => {
    const [good, faulty] = [buildXml(message({ Content: 'later' })), without('MsgType')];
    const sent = [good, faulty].map((clear) => safely(clear, { aesKey: 'C'.repeat(43) }));
    for (const one of sent) await push(program, one);
    await program.get(SealedPushes).open();
    expect(await kept(sent[0]!.body)).toMatchObject([{ sealed: true }]);
    for (const [index, clear] of [good, faulty].entries())
      await rows(
        sql`update inbound_envelope set body = ${safely(clear).body} where body = ${sent[index]!.body}`,
      );
    await program.get(SealedPushes).open();
    for (const clear of [good, faulty])
      expect(await kept(clear)).toMatchObject([{ state: 'failed', sealed: false }]);
    const [later] = await kept(good);
    await program.get(Replay).replay(later!.id);
    expect(await said('later')).toBe(1);
  });

  test('fault 9: a push in the clear that cannot be read is kept in the clear, as its account asks for it', async () => {
    const body = '<xml><ToUserName>gh_plain</ToUserName><FromUserName>';
    expect((await push(program, { ...plainly(body), key: 'plain' })).text).toBe('success');
    expect(await kept(body)).toMatchObject([{ state: 'failed', error: 'unread: unparsable', sealed: false }]);
    const [listed] = (await program.get(Replay).failed()).data;
    expect(listed).toMatchObject({ unread: 'unparsable', body });
  });

  test('a push for another account is refused and kept all the same', async () => {
    const body = buildXml(message({ ToUserName: 'gh_other' }));
    expect((await push(program, safely(body))).status).toBe(403);
    expect(await kept(body)).toMatchObject([{ error: 'unread: wrong_receiver' }]);
  });

  test('a clear push to a safe account is refused and kept, and waits for the mode to allow it', async () => {
    const body = buildXml(message({ Content: 'in the clear' }));
    expect((await push(program, plainly(body))).status).toBe(403);
    const [envelope] = await kept(body);
    const replay = program.get(Replay);
    await expect(replay.replay(envelope!.id)).rejects.toThrow('wrong_mode');
    await rows(
      sql`update wechat_account set mode = 'plain' from channel_account a where a.id = account_id and a.key = 'shop'`,
    );
    await replay.replay(envelope!.id);
    await rows(
      sql`update wechat_account set mode = 'safe' from channel_account a where a.id = account_id and a.key = 'shop'`,
    );
    expect(await said('in the clear')).toBe(1);
  });

  test('a body that nobody signed is not kept', async () => {
    const sent = { ...safely(buildXml(message())), key: 'shop' };
    const query = { ...sent.query, msg_signature: 'f'.repeat(40) };
    expect((await push(program, { ...sent, query })).status).toBe(403);
    expect(await kept(sent.body)).toEqual([]);
  });

  test('XML that a customer pasted is the text of the message, whatever it pretends to be', async () => {
    const pasted = 'a]]></Content><OpenID>oEve</OpenID><MsgId>1</MsgId><Content><![CDATA[b';
    const raw = buildXml(message({ Content: '@' })).replace('@', pasted);
    expect((await push(program, safely(raw))).text).toBe('success');
    expect(await said(pasted)).toBe(1);
    expect(await rows(sql`select 1 from identity where external_id = 'oEve'`)).toEqual([]);
  });

  test.each(['<xml><a><![CDATA[x]]></a></xml>', 'x ]]> y', ']]>', '<![CDATA['])(
    'the text "%s" is received as it was written, escaped or not',
    async (text) => {
      await push(program, safely(buildXml(message({ Content: text }))));
      await push(program, safely(buildXml(message({ Content: '@' })).replace('@', () => text)));
      expect(await said(text)).toBe(2);
    },
  );

  test('a time in milliseconds is read as the second that it means', async () => {
    const at = nowSeconds() - 3;
    await push(program, safely(buildXml(message({ CreateTime: at * 1000, Content: 'in ms' }))));
    const [found] = await rows<{ sentAt: Date }>(sql`select sent_at from message where text = 'in ms'`);
    expect(found!.sentAt.getTime()).toBe(at * 1000);
  });

  test('however a signed push is mutilated, it is accepted or refused, and always kept', async () => {
    const cut = fc.record({ at: fc.nat(600), length: fc.nat(40), put: fc.string({ maxLength: 12 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 3 }), async (cuts) => {
        const clear = cuts.reduce(
          (text, { at, length, put }) => text.slice(0, at) + put + text.slice(at + length),
          buildXml(message({ Content: `mutated ${fresh()}` })),
        );
        const { status } = await push(program, safely(clear));
        expect([200, 403]).toContain(status);
        const [envelope] = await kept(clear.replaceAll('\0', ''));
        expect(envelope).toBeDefined();
        expect(envelope!.error ?? 'unread: ').toMatch(/^unread: /);
      }),
      { numRuns: 100 },
    );
  }, 90_000);
});

describe('fault 19: two different events of one second are two', () => {
  const one: XmlFields = message({ MsgType: 'event', Event: 'CLICK', EventKey: 'a', MsgId: '0' });
  const count = async () =>
    (await rows(sql`select 1 from inbound_envelope where body like '%CLICK%'`)).length;

  test('events that differ in a field which no list names are both kept, and a repeat counts once', async () => {
    const pushes = [one, { ...one, Ticket: 'x' }, { ...one, KfAccount: 'a@b' }, { ...one, Ticket: 'y' }];
    const before = await count();
    for (const fields of [...pushes, ...pushes]) await push(program, safely(buildXml(fields)));
    expect(await count()).toBe(before + pushes.length);
  });

  test('a repeat that names its fields in another order, or comes as JSON, counts once', async () => {
    const event = message({ MsgType: 'event', Event: 'CLICK', EventKey: 'order', MsgId: '0' });
    const fields = Object.entries(event);
    const before = await count();
    for (const order of [fields, fields.toReversed()])
      await push(program, safely(buildXml(Object.fromEntries(order))));
    const asJson = Object.fromEntries(fields.map(([name, value]) => [name, `${value as string}`]));
    await push(program, safely(JSON.stringify(asJson)));
    expect(await count()).toBe(before + 1);
  });
});

let serial = 0;
function fresh(): string {
  return `${SHOP.key}-${(serial += 1)}`;
}
