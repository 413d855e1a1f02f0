import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import type { Member } from '../../src/staff/index.js';
import { ApiDesk } from './desk.js';

const CARD = '6222021234567890128';

let desk: ApiDesk;
let number: string;
beforeAll(async () => {
  desk = await ApiDesk.open();
  number = (await desk.ticket('xiaohong', `我要退款，卡号${CARD}`)).number;
});
afterAll(() => desk.close());

const get = (member: Member, path: string) => desk.as(member, path);
const lina = () => desk.cast.staff.lina;

describe('fault 10: what nobody sees is refused at every door', () => {
  const UNSEEN = '\u200b\u3164\u2060';

  it.each(['notes', 'replies', 'escalations'])('words of %s that nobody sees are refused', async (door) => {
    const words = door === 'escalations' ? { why: UNSEEN } : { text: UNSEEN };
    const { status, json } = await desk.post(lina(), `tickets/${number}/${door}`, words);
    expect([status, json.code]).toEqual([422, 'invalid']);
    expect(Object.values(json.fields)).toEqual([expect.stringMatching(/^(required|too_short)/)]);
  });

  it('a name or a subject that nobody sees is refused', async () => {
    const { customerId } = desk.cast.customers.xiaohong;
    const named = await desk.patch(lina(), `customers/${customerId}`, { name: UNSEEN });
    expect([named.status, named.json.fields]).toEqual([422, { name: 'required' }]);
    const titled = await desk.patch(lina(), `tickets/${number}`, { subject: UNSEEN });
    expect(titled.status).toBe(422);
  });

  it('a word with something invisible in it is kept as it was written', async () => {
    const text = '请\u200b看';
    const { json } = await desk.post(lina(), `tickets/${number}/notes`, { text });
    expect(json.text).toBe(text);
  });
});

describe('fault 10: searches find what looks the same', () => {
  it('a name is found in any spelling that looks the same', async () => {
    const { customerId } = desk.cast.customers.xiaohong;
    await desk.patch(lina(), `customers/${customerId}`, { name: '張\u200b偉 Ｗei' });
    for (const q of ['张伟', '張偉', 'WEI', '张\u00ad伟 wei']) {
      const { json } = await get(lina(), `customers?q=${encodeURIComponent(q)}`);
      expect(json.data, q).toHaveLength(1);
    }
    await desk.patch(lina(), `customers/${customerId}`, { name: '小红' });
  });

  it('a ticket is found in traditional characters, with emoji and in wide digits', async () => {
    await desk.patch(lina(), `tickets/${number}`, { subject: '帳號😭被盜 １２３' });
    for (const q of ['账号被盗', '帳號', '账\u200b号', '123']) {
      const { json } = await get(lina(), `tickets?q=${encodeURIComponent(q)}`);
      expect(json.data, q).toHaveLength(1);
    }
  });

  it('an old word no longer finds a ticket', async () => {
    await desk.patch(lina(), `tickets/${number}`, { subject: '发票问题' });
    const found = async (q: string) =>
      (await get(lina(), `tickets?q=${encodeURIComponent(q)}`)).json.data.length;
    expect(await found('被盗')).toBe(0);
    expect(await found('发票')).toBe(1);
    expect(await found(number)).toBe(1);
  });
});

describe('fault 24: the search index does not overflow', () => {
  it(
    'eight corrections with fifty long fields each are taken, and the subject is still found',
    { timeout: 60_000 },
    async () => {
      const signs = (n: number) =>
        Array.from({ length: 500 }, (_, at) =>
          String.fromCharCode(0x4e00 + ((n * 7919 + at * 31) % 20_000)),
        ).join('');
      for (let round = 0; round < 8; round++) {
        const fields = Object.fromEntries(
          Array.from({ length: 50 }, (_, at) => [`f${round}_${at}`, signs(round * 50 + at)]),
        );
        const { status } = await desk.patch(lina(), `tickets/${number}`, { fields });
        expect(status).toBe(200);
      }
      const { json } = await get(lina(), `tickets?q=${encodeURIComponent('发票问题')}`);
      expect(json.data).toHaveLength(1);
    },
  );
});

describe('fault 12: the API masks personal numbers too', () => {
  it('messages are masked, and one is read in full by whoever works for the customer', async () => {
    const [talk] = await desk.rows<{ id: string }>(sql`select id from conversation order by id limit 1`);
    const listed = await get(lina(), `conversations/${talk!.id}/messages`);
    expect(listed.text).not.toContain(CARD);
    const [message] = listed.json.data;
    expect(message).toMatchObject({ text: '我要退款，卡号****0128', holdsPersonal: true });
    const full = await get(lina(), `messages/${message!.id}/words`);
    expect(full.json).toEqual({ id: message!.id, text: `我要退款，卡号${CARD}` });
    const { wangfang } = desk.cast.staff;
    expect((await get(wangfang, `messages/${message!.id}/words`)).json.code).toBe('message_not_found');
    expect(await desk.rows(sql`select action from audit where action = 'message.revealed'`)).toHaveLength(1);
  });
});

describe('fault 9: the API tells why a ticket was raised', () => {
  it('the ticket and its history say from when', async () => {
    await desk.says('xiaoming', '我的账号被盗了');
    const { number: raised } = await desk.ticket('xiaoming', '有人在异地登录');
    const { json } = await get(lina(), `tickets/${raised}`);
    expect(json.priority).toBe('P0');
    expect(json.reason).toMatch(/\d\d:\d\d/);
    const events = await get(lina(), `tickets/${raised}/events`);
    const [event] = events.json.data.filter(({ name }) => name === 'ticket.priority_changed');
    expect(event).toMatchObject({
      data: { from: 'P1', priority: 'P0', said: [expect.any(String), expect.any(String)] },
    });
  });
});
