import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConversationClaim, ConversationEnd, ConversationReplies } from '../../src/conversations/index.js';
import { sql } from '../../src/platform/database/index.js';
import type { Member } from '../../src/staff/index.js';
import {
  type Act,
  actsOpenTo,
  Assignment,
  Classification,
  CustomerRights,
  Handoffs,
  Notes,
  Pausing,
  Resolutions,
  TicketCreation,
  TicketReplies,
  type TicketFacts,
} from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

let shop: Shop;
let number: string;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.rows(sql`update handoff set state = 'withdrawn' where state = 'offered'`);
  await shop.rows(sql`update ticket set status = 'closed'`);
  await shop.rows(sql`update conversation set state = 'ended', assignee_id = null`);
  await shop.says('chenxiao', '我要投诉,商品破损');
  number = await shop.ticketOf('chenxiao');
});

const talk = async () => {
  const { customerId } = shop.cast.customers.chenxiao;
  const [row] = await shop.rows<{ id: string; state: string; assigneeId: string | null }>(sql`
    select id, state, assignee_id from conversation where customer_id = ${customerId} order by id desc limit 1`);
  return row!;
};
const owner = async () => {
  const [row] = await shop.rows<{ assigneeId: string | null }>(
    sql`select assignee_id from ticket where 'T' || number = ${number}`,
  );
  return row!.assigneeId;
};
const lastOf = async (name: string) => {
  const [row] = await shop.rows<{ actorId: string; data: Record<string, unknown> }>(
    sql`select actor_id, data from event where name = ${name} order by id desc limit 1`,
  );
  return row!;
};
const written = () =>
  shop.rows(sql`
    select t.version, t.status, (select count(*)::int from event) events, (select count(*)::int from message) messages,
           (select count(*)::int from note) notes from ticket t where 'T' || t.number = ${number}`);
const offer = () =>
  shop.get(Handoffs).offer(shop.cast.staff.lina, number, { department: 'finance', note: '误点' });

/** Everything that a member can do to a ticket by its number. */
const ACTS: Record<string, (member: Member) => Promise<unknown>> = {
  claim: (member) => shop.get(Assignment).claim(member, number),
  'take over': (member) => shop.get(Assignment).claim(member, number, { takeOver: true }),
  assign: (member) => shop.get(Assignment).assign(member, number, member.id),
  release: (member) => shop.get(Assignment).release(member, number),
  correct: (member) => shop.get(Classification).correct(member, number, { priority: 'P0' }),
  'hand off': (member) => shop.get(Handoffs).offer(member, number, { department: 'quality', note: '看' }),
  wait: (member) => shop.get(Pausing).waitForCustomer(member, number),
  hold: (member) => shop.get(Pausing).hold(member, number, { reason: '等' }),
  resume: (member) => shop.get(Pausing).resume(member, number),
  resolve: (member) => shop.get(Resolutions).resolve(member, number, '好了'),
  reopen: (member) => shop.get(Resolutions).reopen(member, number, ''),
  reply: (member) => shop.get(TicketReplies).reply(member, number, '您好'),
  note: (member) => shop.get(Notes).add(member, number, '看过'),
};

describe('A department that a ticket was offered to by mistake', () => {
  it.each(Object.keys(ACTS))('after a withdrawn offer "%s" is refused and writes nothing', async (act) => {
    const { lina, wangfang } = shop.cast.staff;
    const { id } = await offer();
    await shop.get(Handoffs).withdraw(lina, id);
    const before = await written();
    await expect(ACTS[act]!(wangfang)).rejects.toMatchObject({ status: 403, code: 'not_your_department' });
    expect(await written()).toEqual(before);
  });

  it('a department may only accept or return a ticket that is offered to it', async () => {
    const { wangfang } = shop.cast.staff;
    const { id } = await offer();
    for (const act of Object.values(ACTS))
      await expect(act(wangfang)).rejects.toMatchObject({ code: 'not_your_department' });
    expect(await shop.get(Handoffs).return(wangfang, id, '误点')).toMatchObject({ state: 'returned' });
  });

  it('a department whose offer was withdrawn cannot get at the customer’s personal data', async () => {
    const { lina, wangfang, liuyang } = shop.cast.staff;
    const { customerId } = shop.cast.customers.chenxiao;
    const { id } = await offer();
    await shop.get(Handoffs).withdraw(lina, id);
    const rights = shop.get(CustomerRights);
    await rights.require(lina, customerId);
    await expect(rights.require(wangfang, customerId)).rejects.toMatchObject({ code: 'not_your_customer' });
    await expect(rights.require(liuyang, customerId)).rejects.toMatchObject({ status: 404 });
    const given = { subject: '退款', type: 'refund', customerId, department: 'finance' };
    await expect(shop.get(TicketCreation).create(wangfang, given)).rejects.toMatchObject({ status: 422 });
  });
});

describe('A ticket that a colleague holds', () => {
  beforeEach(() => shop.get(Assignment).claim(shop.cast.staff.lina, number));

  it('a colleague’s ticket is taken only by taking it over, and the history says from whom and why', async () => {
    const { lina, zhaolei } = shop.cast.staff;
    const taken = { code: 'already_claimed', details: { holder: { id: lina.id, name: '李娜' } } };
    for (const act of ['claim', 'assign', 'release'])
      await expect(ACTS[act]!(zhaolei)).rejects.toMatchObject(taken);
    expect(await owner()).toBe(lina.id);
    await shop.get(Assignment).claim(zhaolei, number, { takeOver: true, reason: ' 她下班了 ' });
    expect(await owner()).toBe(zhaolei.id);
    expect(await lastOf('ticket.taken_over')).toMatchObject({
      actorId: zhaolei.id,
      data: { takenFrom: lina.id, assigneeId: zhaolei.id, reason: '她下班了' },
    });
    expect((await talk()).assigneeId).toBe(lina.id);
  });

  it('only the lead can give a colleague’s ticket to another member or back to the department', async () => {
    const { zhangmin, zhaolei, lina } = shop.cast.staff;
    await shop.get(Assignment).assign(zhangmin, number, zhaolei.id);
    expect((await lastOf('ticket.assigned')).data).toMatchObject({ takenFrom: lina.id });
    await shop.get(Assignment).release(zhangmin, number, '休假');
    expect((await lastOf('ticket.released')).data).toMatchObject({ takenFrom: zhaolei.id, reason: '休假' });
    expect(await owner()).toBeNull();
  });

  it('a reason of more than 500 characters for taking over a ticket is refused', async () => {
    const { zhaolei } = shop.cast.staff;
    const taking = { takeOver: true, reason: '长'.repeat(501) };
    await expect(shop.get(Assignment).claim(zhaolei, number, taking)).rejects.toMatchObject({
      details: { fields: { reason: /500/ } },
    });
  });
});

describe('A conversation that a colleague holds', () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = await talk());
    await shop.get(ConversationClaim).claim(shop.cast.staff.lina, id);
  });

  it('another agent can neither take over, release, end nor answer a colleague’s conversation', async () => {
    const { zhaolei, lina } = shop.cast.staff;
    const claims = shop.get(ConversationClaim);
    const tries = [
      () => claims.claim(zhaolei, id),
      () => claims.claim(zhaolei, id, { takeOver: true }),
      () => claims.release(zhaolei, id),
      () => shop.get(ConversationEnd).end(zhaolei, id),
      () => shop.get(ConversationReplies).reply(zhaolei, id, '您好'),
    ];
    for (const attempt of tries)
      await expect(attempt()).rejects.toMatchObject({
        code: 'already_claimed',
        details: { holder: { id: lina.id } },
      });
    expect(await talk()).toEqual({ id, state: 'active', assigneeId: lina.id });
  });

  it('the lead can take over a conversation explicitly, and the history names the reason', async () => {
    const { zhangmin, lina, chenjing } = shop.cast.staff;
    const claims = shop.get(ConversationClaim);
    await expect(claims.claim(zhangmin, id)).rejects.toMatchObject({ code: 'already_claimed' });
    await expect(claims.claim(chenjing, id, { takeOver: true })).rejects.toMatchObject({ status: 404 });
    await claims.claim(zhangmin, id, { takeOver: true, reason: '她病了' });
    expect((await talk()).assigneeId).toBe(zhangmin.id);
    expect(await lastOf('conversation.taken_over')).toEqual({
      actorId: zhangmin.id,
      data: { memberId: zhangmin.id, takenFrom: lina.id, reason: '她病了' },
    });
  });

  it('the lead can release or end a conversation, even if its holder moved to another department', async () => {
    const { zhangmin, lina } = shop.cast.staff;
    const { support, technical } = shop.cast.departments;
    const moves = (department: string) =>
      shop.rows(sql`update membership set department_id = ${department} where member_id = ${lina.id}`);
    await moves(technical);
    await shop.get(ConversationClaim).release(zhangmin, id, '调岗');
    await moves(support);
    expect(await talk()).toEqual({ id, state: 'waiting', assigneeId: null });
    expect((await lastOf('conversation.released')).data).toEqual({ memberId: lina.id, reason: '调岗' });
    await shop.get(ConversationClaim).claim(lina, id);
    await shop.get(ConversationEnd).end(zhangmin, id);
    expect((await talk()).state).toBe('ended');
    expect((await lastOf('conversation.ended')).data).toEqual({ memberId: lina.id, reason: null });
  });

  it('a reply through a ticket must take over the conversation from the colleague who holds it', async () => {
    const { lina, zhaolei, wangfang } = shop.cast.staff;
    const replies = shop.get(TicketReplies);
    await expect(replies.reply(zhaolei, number, '您好', { takeOver: true })).resolves.toBeDefined();
    expect(await lastOf('conversation.taken_over')).toMatchObject({ data: { takenFrom: lina.id } });
    await shop.handOver(number);
    await expect(replies.reply(wangfang, number, '请发凭证')).rejects.toMatchObject({
      code: 'already_claimed',
      details: { holder: { id: zhaolei.id, name: '赵磊' } },
    });
    await expect(replies.reply(lina, number, '您好', { takeOver: true })).rejects.toMatchObject({
      code: 'not_your_department',
    });
    await replies.reply(wangfang, number, '请发凭证', { takeOver: true });
    expect((await talk()).assigneeId).toBe(wangfang.id);
    await expect(
      replies.sendFile(zhaolei, number, {
        file: { bytes: Buffer.from('x'), mediaType: 'text/plain', name: 'a.txt' },
        words: () => 'a',
      }),
    ).rejects.toMatchObject({ status: 403 });
  });
});

describe('The table of acts on tickets', () => {
  const facts = (more: Partial<TicketFacts> = {}): TicketFacts => ({
    status: 'open',
    type: 'complaint',
    departmentId: shop.cast.departments.support,
    assigneeId: null,
    offeredTo: null,
    ...more,
  });
  const open = (member: Member, more?: Partial<TicketFacts>): Act[] => [...actsOpenTo(member, facts(more))];

  it('a closed ticket accepts only notes and the end of its links, and only from its department', () => {
    const { lina, wutao, wangfang } = shop.cast.staff;
    expect(open(lina, { status: 'closed' })).toEqual(['note', 'revoke_link']);
    expect(open(wutao, { status: 'closed' })).toEqual(['note', 'revoke_link']);
    expect(open(wangfang, { status: 'closed' })).toEqual([]);
    expect(open(lina, { status: 'resolved' })).toEqual(['reply', 'note', 'revoke_link', 'reopen']);
  });

  it('an offered ticket can be accepted or returned by its receiver and not resolved by its giver', () => {
    const { lina, wangfang } = shop.cast.staff;
    const offeredTo = shop.cast.departments.finance;
    expect(open(wangfang, { offeredTo })).toEqual(['accept', 'return']);
    expect(open(lina, { offeredTo })).toContain('withdraw');
    expect(open(lina, { offeredTo })).not.toContain('resolve');
  });

  it('lead, agent and administrator have the acts on a colleague’s ticket that the table says', () => {
    const { lina, zhaolei, zhangmin, wutao, chenjing } = shop.cast.staff;
    const held = { assigneeId: lina.id };
    const onHolder = (member: Member) =>
      open(member, held).filter((act) => ['claim', 'take_over', 'assign', 'release'].includes(act));
    expect(onHolder(lina)).toEqual(['assign', 'release']);
    expect(onHolder(zhaolei)).toEqual(['take_over']);
    expect(onHolder(zhangmin)).toEqual(['take_over', 'assign', 'release']);
    const atDesk = { departmentId: shop.cast.departments.finance, assigneeId: shop.cast.staff.wangfang.id };
    expect(open(chenjing, atDesk)).toContain('release');
    expect(open(wutao, { type: 'refund' })).not.toContain('resolve');
    const atFinance = { type: 'refund', departmentId: shop.cast.departments.finance };
    expect(open(chenjing, atFinance)).toContain('resolve');
    expect(open(wutao, atFinance)).not.toContain('settle');
  });
});
