import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConversationClaim } from '../../src/conversations/index.js';
import { sql } from '../../src/platform/database/index.js';
import type { Member } from '../../src/staff/index.js';
import { Handoffs } from '../../src/tickets/index.js';
import { ApiDesk } from './desk.js';

let desk: ApiDesk;
beforeAll(async () => {
  desk = await ApiDesk.open();
});
afterAll(() => desk.close());

/** What a member should see, asked in the plain way that reads all conversations and tickets. */
async function knownTo({ id, departmentIds, isAdmin }: Member): Promise<string[]> {
  const own = sql`any(${departmentIds}::bigint[])`;
  const rows = await desk.rows<{ id: string }>(sql`
    select u.id from customer u where ${isAdmin}
        or exists (select from conversation c where c.customer_id = u.id and not c.is_test and (c.department_id = ${own} or c.assignee_id = ${id}))
        or exists (select from ticket t where t.customer_id = u.id and (t.department_id = ${own}
             or exists (select from handoff h where h.ticket_id = t.id and (h.to_department_id = ${own} or h.from_department_id = ${own}))
             or exists (select from ticket_guest g where g.ticket_id = t.id and g.member_id = ${id})))
     order by u.id desc`);
  return rows.map((row) => row.id);
}

async function listed(member: Member): Promise<string[]> {
  const found: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page = await desk.as(member, `customers?limit=2${next && `&cursor=${next}`}`);
    found.push(...page.json.data.map(({ id }) => id));
    next = page.json.next;
  }
  return found;
}

async function allAgree(): Promise<void> {
  for (const [name, member] of Object.entries(desk.cast.staff))
    expect([name, await listed(member)]).toEqual([name, await knownTo(member)]);
}

describe('the list of customers', () => {
  it('it is empty for whom nobody wrote to, and whole for an administrator', async () => {
    const { wutao, liuyang } = desk.cast.staff;
    expect(await listed(liuyang)).toEqual([]);
    expect(await listed(wutao)).toHaveLength(Object.keys(desk.cast.customers).length);
  });

  it('it shows each member exactly the customers of own conversations and tickets, newest first', async () => {
    for (const customer of ['xiaoming', 'xiaohong', 'chenxiao', 'liqiang', 'wangmei'] as const)
      await desk.says(customer, '我要退款,订单 20261120123456,68.50元');
    await allAgree();
    expect(await listed(desk.cast.staff.lina)).toHaveLength(5);
  });

  it('a department that is offered a ticket knows its customer from then on, each of them once', async () => {
    const { lina, wangfang } = desk.cast.staff;
    const { number } = await desk.ticket('sunli', '我要投诉，客服三天没人回我');
    await desk.server.get(Handoffs).offer(lina, number, { department: 'finance', note: '请看' });
    expect(await listed(wangfang)).toEqual([desk.cast.customers.sunli.customerId]);
    await allAgree();
  });

  it('whoever holds a conversation of another department, or was called to a ticket, knows its customer', async () => {
    const { lina, liuyang, zhoulin } = desk.cast.staff;
    const { customerId } = desk.cast.customers.xiaohong;
    const [talk] = await desk.rows<{ id: string }>(
      sql`select id from conversation where customer_id = ${customerId}`,
    );
    await desk.server.get(ConversationClaim).claim(lina, talk!.id);
    await desk.rows(sql`update conversation set assignee_id = ${liuyang.id} where id = ${talk!.id}`);
    await desk.rows(sql`
      insert into ticket_guest (member_id, ticket_id, since)
      select ${zhoulin.id}, id, now() from ticket where customer_id = ${customerId}`);
    expect(await listed(liuyang)).toEqual([customerId]);
    expect(await listed(zhoulin)).toEqual([customerId]);
    await allAgree();
  });

  it('a customer who turns out to be another one is known to the departments of both', async () => {
    const { sunli, zhoujie } = desk.cast.customers;
    await desk.rows(
      sql`update ticket set customer_id = ${zhoujie.customerId} where customer_id = ${sunli.customerId}`,
    );
    expect(await listed(desk.cast.staff.wangfang)).toEqual([zhoujie.customerId]);
    await allAgree();
  });
});
