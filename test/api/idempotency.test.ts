import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { ApiDesk } from './desk.js';

let desk: ApiDesk;
let ticket: string;
beforeAll(async () => {
  desk = await ApiDesk.open();
  ticket = (await desk.ticket('liqiang', '系统报错 E5001,打不开')).number;
});
afterAll(() => desk.close());

describe('a write that is sent twice under one key', () => {
  const reply = (key: string, text = '我们看看') =>
    desk.as(desk.cast.staff.liuyang, `tickets/${ticket}/replies`, {
      method: 'POST',
      body: { text },
      headers: { 'idempotency-key': key },
    });
  beforeAll(async () => {
    const { wutao } = desk.cast.staff;
    const { id } = (
      await desk.post(wutao, `tickets/${ticket}/handoffs`, { department: 'technical', note: '看' })
    ).json;
    await desk.patch(desk.cast.staff.liuyang, `handoffs/${id}`, { state: 'accepted' });
  });

  it('a write repeated under one key happens once and gets the same answer', async () => {
    const [first, second] = await Promise.all([reply('one'), reply('one')]);
    const third = await reply('one');
    expect([first.status, second.status, third.status]).toEqual([201, 201, 201]);
    expect(second.text).toBe(first.text);
    expect(third.text).toBe(first.text);
    expect(third.headers.get('idempotency-replayed')).toBe('true');
    expect(await desk.rows(sql`select id from message where author_kind = 'member'`)).toEqual([
      { id: first.json.id },
    ]);
  });

  it('a key that was used for something else is refused', async () => {
    expect(await reply('one', '别的')).toMatchObject({ status: 422, json: { code: 'idempotency_mismatch' } });
  });

  it('a write may be repeated under its key after a refusal', async () => {
    expect((await reply('two', ' ')).status).toBe(422);
    expect((await reply('three')).status).toBe(201);
    expect((await reply('two', ' ')).headers.get('idempotency-replayed')).toBeNull();
  });

  it('a repeated write is answered with the same status as the first', async () => {
    const resolve = () =>
      desk.as(desk.cast.staff.liuyang, `tickets/${ticket}/resolution`, {
        method: 'PUT',
        body: { note: '重启了服务' },
        headers: { 'idempotency-key': 'resolve' },
      });
    const [first, again] = [await resolve(), await resolve()];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.text).toBe(first.text);
    expect(
      (await desk.put(desk.cast.staff.liuyang, `tickets/${ticket}/resolution`, { note: 'x' })).status,
    ).toBe(409);
  });
});
