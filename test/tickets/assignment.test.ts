import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { Assignment, Classification, Resolutions, TicketReplies } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
let number: string;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.rows(sql`update ticket set status = 'closed'`);
  await shop.rows(sql`update conversation set state = 'ended', assignee_id = null`);
  await shop.says('xiaoming', '我要投诉,商品破损');
  number = await shop.ticketOf('xiaoming');
});

const holder = async () => {
  const [row] = await shop.rows<{ ticket: string | null; talk: string | null }>(sql`
    select t.assignee_id ticket, c.assignee_id talk from ticket t join conversation c on c.id = t.conversation_id
     where 'T' || t.number = ${number}`);
  return row!;
};

describe('Two members who claim the same ticket', () => {
  it('one of two members who claim a ticket gets it, and the other is told who has it', async () => {
    const { lina, zhaolei } = shop.cast.staff;
    const tries = await Promise.allSettled(
      [lina, zhaolei].map((member) => shop.get(Assignment).claim(member, number)),
    );
    const winner = tries[0]!.status === 'fulfilled' ? lina : zhaolei;
    const lost = tries.find((one) => one.status === 'rejected');
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(lost?.reason).toMatchObject({
      code: 'already_claimed',
      details: { holder: { id: winner.id, name: winner.name }, claimedAt: expect.any(Date) as Date },
    });
    expect(await holder()).toEqual({ ticket: winner.id, talk: winner.id });
    const claims = await shop.rows(
      sql`select actor_id from event where name = 'ticket.claimed' order by id desc limit 1`,
    );
    expect(claims).toEqual([{ actorId: winner.id }]);
  });

  it('claiming a ticket twice changes nothing for its holder', async () => {
    const { lina } = shop.cast.staff;
    await shop.get(Assignment).claim(lina, number);
    const again = await shop.get(Assignment).claim(lina, number);
    expect(again.assigneeId).toBe(lina.id);
  });
});

describe('A reply to a ticket', () => {
  it('a member who replies to a free ticket holds it, and the ticket is open', async () => {
    const { lina } = shop.cast.staff;
    await shop.get(TicketReplies).reply(lina, number, '您好');
    expect(await holder()).toEqual({ ticket: lina.id, talk: lina.id });
    expect(await shop.rows(sql`select status, stage from ticket order by id desc limit 1`)).toEqual([
      { status: 'open', stage: 'in_progress' },
    ]);
  });

  it('a reply to a colleague’s ticket leaves it with that colleague', async () => {
    const { lina, zhaolei } = shop.cast.staff;
    await shop.get(Assignment).claim(lina, number);
    await shop.rows(
      sql`update conversation set state = 'waiting', assignee_id = null where state = 'active'`,
    );
    await shop.get(TicketReplies).reply(zhaolei, number, '同事马上来');
    expect(await holder()).toEqual({ ticket: lina.id, talk: zhaolei.id });
  });
});

describe('A lead who assigns tickets', () => {
  it('a lead can give a ticket to a member of the department and to nobody else', async () => {
    const { zhangmin, zhaolei, wangfang } = shop.cast.staff;
    await shop.get(Assignment).assign(zhangmin, number, zhaolei.id);
    expect((await holder()).ticket).toBe(zhaolei.id);
    for (const id of [wangfang.id, '999999'])
      await expect(shop.get(Assignment).assign(zhangmin, number, id)).rejects.toMatchObject({ status: 422 });
    await shop.get(Assignment).release(zhangmin, number);
    expect((await holder()).ticket).toBeNull();
  });

  it('a resolved ticket can be neither assigned nor claimed', async () => {
    const { zhangmin, zhaolei } = shop.cast.staff;
    await shop.get(Resolutions).resolve(zhangmin, number, '已补发');
    await expect(shop.get(Assignment).assign(zhangmin, number, zhaolei.id)).rejects.toMatchObject({
      status: 409,
    });
    await expect(shop.get(Assignment).claim(zhangmin, number)).rejects.toMatchObject({
      code: 'not_allowed_now',
    });
  });
});

describe('Members of other departments', () => {
  it('members of other departments do not find the ticket', async () => {
    const { wangfang, zhoulin } = shop.cast.staff;
    for (const member of [wangfang, zhoulin]) {
      const refused = { status: 404, code: 'ticket_not_found' };
      await expect(shop.get(Assignment).claim(member, number)).rejects.toMatchObject(refused);
      await expect(shop.get(TicketReplies).reply(member, number, '您好')).rejects.toMatchObject(refused);
      await expect(
        shop.get(Classification).correct(member, number, { priority: 'P0' }),
      ).rejects.toMatchObject(refused);
    }
  });
});

describe('A ticket that was understood wrongly', () => {
  it('a correction that is too long is refused, and the longest allowed one can be stored', async () => {
    const { lina } = shop.cast.staff;
    const correct = (order: string) => shop.get(Classification).correct(lina, number, { fields: { order } });
    await expect(correct('㌖'.repeat(501))).rejects.toMatchObject({ details: { fields: { order: /500/ } } });
    await expect(
      shop.get(Classification).correct(lina, number, { subject: '长'.repeat(201) }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await correct('㌖'.repeat(500));
    const ticket = await shop.get(Classification).correct(lina, number, { subject: 'ไม่มีช่องว่าง'.repeat(15) });
    expect(ticket.fields.order).toHaveLength(500);
  });

  it('a ticket is corrected with one line of history for each change', async () => {
    const { lina } = shop.cast.staff;
    const [{ last }] = (await shop.rows(sql`select max(id) last from event`)) as [{ last: string }];
    const correction = {
      type: 'refund',
      priority: 'P1',
      subject: ' 退款 ',
      fields: { order: '42' },
    } as const;
    const ticket = await shop.get(Classification).correct(lina, number, correction);
    expect(ticket).toMatchObject({
      type: 'refund',
      priority: 'P1',
      subject: '退款',
      fields: { order: '42' },
    });
    const events = await shop.rows<{ name: string }>(
      sql`select name from event where id > ${last} and name like 'ticket.%' order by id`,
    );
    expect(events.map(({ name }) => name)).toEqual([
      'ticket.reclassified',
      'ticket.priority_changed',
      'ticket.edited',
    ]);
    await expect(
      shop.get(Classification).correct(lina, number, { subject: 'x', version: ticket.version - 1 }),
    ).rejects.toMatchObject({ code: 'changed_meanwhile', details: { version: ticket.version } });
  });
});
