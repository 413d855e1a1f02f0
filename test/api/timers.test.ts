import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiDesk, type Json } from './desk.js';

let desk: ApiDesk;
let number: string;

/** A refund is requested, the customer is answered, and the ticket is put on hold until the bank answers. */
beforeAll(async () => {
  desk = await ApiDesk.open();
  ({ number } = await desk.ticket('zhoujie', '我要退款,订单 20261120888888,12.00元'));
  const { lina } = desk.cast.staff;
  await desk.post(lina, `tickets/${number}/replies`, { text: '您好' });
  await desk.post(lina, `tickets/${number}/holds`, { reason: '等银行回复' });
});
afterAll(() => desk.close());

const timersOf = async (path = `tickets/${number}/timers`) => {
  const { status, json } = await desk.as(desk.cast.staff.lina, path);
  expect(status).toBe(200);
  return json;
};
const slicesOf = (timer: Json) => timer['slices'] as Json[];

it('the API says of every timer what its target is, what is used, and each slice of it', async () => {
  const { data, next } = await timersOf();
  expect(next).toBeNull();
  expect(data.find(({ metric }) => metric === 'first_response')).toMatchObject({
    state: 'met',
    policy: { key: 'refund', version: 1 },
    breachedAt: null,
    department: 'support',
    version: 1,
    replaces: null,
    keptSeconds: 0,
    pausedReason: null,
  });
  const solving = data.find(({ metric }) => metric === 'resolution')!;
  expect(solving).toMatchObject({ state: 'paused', dueAt: null, pausedReason: 'on_hold', calendar: null });
  expect(slicesOf(solving).at(-1)).toMatchObject({
    ...{ kind: 'paused', to: null, seconds: null, reason: 'on_hold', note: '等银行回复', special: false },
  });
});

it('the API names policy and calendar in the language of the caller', async () => {
  const read = async (language: string) => {
    const { json } = await desk.as(desk.cast.staff.lina, `tickets/${number}/timers`, {
      headers: { 'accept-language': language },
    });
    return (json.data[0]!['policy'] as Json).name;
  };
  expect(await read('en')).toBe('Refunds');
  expect(await read('zh-CN')).toBe('退款');
});

it('the API keeps the timer version before a change of priority, and turns pages', async () => {
  const { lina } = desk.cast.staff;
  await desk.patch(lina, `tickets/${number}`, { priority: 'P0', type: 'complaint' });
  const { data } = await timersOf();
  const solving = data.filter(({ metric }) => metric === 'resolution');
  const ids = solving.map(({ id }) => id);
  expect(solving[0]).toMatchObject({ state: 'cancelled', version: 1, policy: { key: 'refund' } });
  expect(solving.at(-1)).toMatchObject({ state: 'paused', policy: { key: 'p0' } });
  expect(solving.map(({ replaces }) => replaces as string | null)).toEqual([null, ...ids.slice(0, -1)]);
  const pages: Json[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page = await timersOf(`tickets/${number}/timers?limit=2${next && `&cursor=${next}`}`);
    expect(page.data.length).toBeLessThanOrEqual(2);
    pages.push(...page.data);
    next = page.next;
  }
  expect(pages.map(({ id }) => id)).toEqual(data.map(({ id }) => id));
  expect((await desk.as(lina, `tickets/${number}/timers?limit=0`)).status).toBe(400);
});

it('members who may not see a ticket are told that there is none when they ask for its timers', async () => {
  const { liuyang } = desk.cast.staff;
  expect(await desk.as(liuyang, `tickets/${number}/timers`)).toMatchObject({
    status: 404,
    json: { code: 'ticket_not_found' },
  });
});
