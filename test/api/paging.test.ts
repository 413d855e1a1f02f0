import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { ApiDesk, type Json } from './desk.js';

let desk: ApiDesk;
const numbers: string[] = [];
const open = async (subject: string) => {
  const { customerId: customer } = desk.cast.customers.zhaojun;
  const made = await desk.post(desk.cast.staff.wutao, 'tickets', { subject, type: 'inquiry', customer });
  expect(made.status).toBe(201);
  return made.json.number;
};

beforeAll(async () => {
  desk = await ApiDesk.open();
  await desk.says('zhaojun', '在吗');
  for (let count = 1; count <= 7; count += 1) numbers.push(await open(`询问 ${count}`));
});
afterAll(() => desk.close());

async function pages(path: string, between: () => Promise<unknown> = async () => {}): Promise<Json[][]> {
  const found: Json[][] = [];
  let next: string | null = '';
  while (next !== null) {
    const join = path.includes('?') ? '&' : '?';
    const { json, status } = await desk.as(
      desk.cast.staff.lina,
      `${path}${join}limit=2${next && `&cursor=${next}`}`,
    );
    expect(status).toBe(200);
    found.push(json.data);
    next = json.next;
    await between();
  }
  return found;
}

describe('turning pages', () => {
  it('paging by number shows every ticket once, newest first, while new ones arrive', async () => {
    let arriving = 0;
    const found = await pages('tickets', async () => {
      if ((arriving += 1) <= 2) await open(`后来的 ${arriving}`);
    });
    expect(found.flat().map(({ number }) => number)).toEqual([...numbers].reverse());
    expect(found.map((page) => page.length)).toEqual([2, 2, 2, 1]);
  });

  it('paging by due time shows every ticket once', async () => {
    const all = (await desk.as(desk.cast.staff.lina, 'tickets?sort=due&limit=100')).json.data;
    const found = (await pages('tickets?sort=due')).flat();
    expect(found).toEqual(all);
    expect(new Set(found.map(({ number }) => number)).size).toBe(9);
    const due = found.map(({ timers }) => timers.map(({ dueAt }) => dueAt).sort()[0]!);
    expect(due).toEqual([...due].sort());
  });

  it('paging through a history shows it all once, oldest first, while it grows', async () => {
    const { wutao } = desk.cast.staff;
    const [number] = numbers;
    for (const text of ['一', '二', '三', '四']) await desk.post(wutao, `tickets/${number}/notes`, { text });
    const notes = (await pages(`tickets/${number}/notes`)).flat();
    expect(notes.map(({ text }) => text)).toEqual(['一', '二', '三', '四']);
    let grown = false;
    const events = await pages(`tickets/${number}/events`, async () => {
      if (!grown) await desk.post(wutao, `tickets/${number}/notes`, { text: '五' });
      grown = true;
    });
    const names = events.flat().map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('ticket.'))).toEqual([
      'ticket.opened',
      ...Array<string>(5).fill('ticket.note_added'),
    ]);
    expect(new Set(events.flat().map(({ id }) => id)).size).toBe(names.length);
  });

  it('the newest messages come on the first page, each page in reading order', async () => {
    for (const text of ['一', '二', '三', '四']) await desk.says('zhaojun', text);
    const { id } = (await desk.as(desk.cast.staff.lina, 'conversations')).json.data[0]!;
    const found = await pages(`conversations/${id}/messages`);
    const said = await desk.rows(sql`select id from message where conversation_id = ${id} order by id`);
    expect(found.map(({ length }) => length)).toEqual(
      [...Array<number>(said.length >> 1).fill(2), said.length % 2].filter(Boolean),
    );
    expect(
      found
        .reverse()
        .flat()
        .map((message) => ({ id: message.id })),
    ).toEqual(said);
  });

  it('paging ends with null also when the last page is full', async () => {
    expect((await pages('departments')).map((page) => page.length)).toEqual([2, 2, 1]);
    expect((await pages('staff')).flat()).toHaveLength(8);
    expect((await pages('types')).flat().map(({ key }) => key)).toContain('refund');
    expect(await pages('conversations')).toHaveLength(1);
    expect((await pages('customers')).flat()).toMatchObject([{ name: '赵军', openTickets: 9 }]);
  });
});
