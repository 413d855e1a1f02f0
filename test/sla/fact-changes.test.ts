import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Scenes } from '../../src/conversations/index.js';
import { Joining, Profiles } from '../../src/customers/index.js';
import { EscalationModule } from '../../src/escalation/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { Events } from '../../src/platform/events/index.js';
import {
  type Explanation,
  Explanations,
  PolicyPlans,
  Recomputation,
  SlaDefaults,
  SlaModule,
  Timers,
} from '../../src/sla/index.js';
import { Classification, numberOf, type Ticket, TicketCreation } from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';
import { letTimeRun, setTimeByHand } from '../support/time.js';
import { shanghai } from './desk.js';

const HOUR = 3600;

let shop: Shop;
beforeAll(async () => {
  setTimeByHand(shanghai('2026-11-24 09:00'));
  shop = await Shop.open(SlaModule, EscalationModule);
  await shop.get(SlaDefaults).install();
  await promise('theft', { type: ['account_theft'] }, 20);
  await promise('vips', { tier: ['vip'] }, 8);
  await promise('islands', { region: ['HK', 'MO'] }, 6);
  await promise('people_on_paper', { priority: ['P2'], channel: ['paper'] }, 4);
  await promise('everybody', {}, 48);
  const order = ['theft', 'vips', 'islands', 'people_on_paper', 'everybody'];
  const plans = shop.get(PolicyPlans);
  const rest = (await plans.list()).map(({ key }) => key).filter((key) => !order.includes(key));
  await plans.reorder([...order, ...rest], 'none');
});
afterAll(async () => {
  letTimeRun();
  await shop.close();
});

async function promise(key: string, conditions: object, hours: number): Promise<void> {
  const target = { metric: 'resolution', key: '', seconds: hours * HOUR, clock: 'wall' } as const;
  const draft = {
    ...{ key, conditions, name: { 'zh-CN': key, en: key }, pausing: [], warnings: [], ladder: [] },
    targets: [{ ...target, calendar: null, name: null }],
  };
  await shop.get(PolicyPlans).save(draft, shop.cast.staff.wutao, { move: 'none' });
}

const at = (local: string) => vi.setSystemTime(shanghai(`2026-11-24 ${local}`));

type CustomerKey = keyof Shop['cast']['customers'];

/** A ticket for somebody whom nobody can reach yet, made by an administrator at ten o'clock. */
async function ticketFor(customer: CustomerKey): Promise<Ticket> {
  at('10:00');
  const { customerId } = shop.cast.customers[customer];
  const given = { subject: '打不开', type: 'inquiry', priority: 'P2', customerId } as const;
  return shop.get(TicketCreation).create(shop.cast.staff.wutao, given);
}

async function strange(): Promise<{ id: string; ticket: Ticket }> {
  const id = await shop.get(Profiles).create({ name: '林先生', tier: 'standard' });
  at('10:00');
  const given = { subject: '打不开', type: 'inquiry', priority: 'P2', customerId: id } as const;
  return { id, ticket: await shop.get(TicketCreation).create(shop.cast.staff.wutao, given) };
}

/** Explains the newest version of the resolution and the one before. */
async function lineOf(ticketId: string): Promise<Explanation[]> {
  const timers = (await shop.get(Timers).ofTickets([ticketId])).get(ticketId)!;
  const { id } = timers.find(({ metric }) => metric === 'resolution')!;
  return shop.get(Explanations).line(ticketId, id);
}

async function expectFollowed(ticketId: string, policies: [string, string], told: object): Promise<void> {
  const [now, before, ...more] = await lineOf(ticketId);
  expect([before?.policy.key, now?.policy.key]).toEqual(policies);
  expect(before).toMatchObject({ state: 'cancelled', endedAt: shanghai('2026-11-24 11:00') });
  expect(now).toMatchObject({ replaces: before!.id, keptSeconds: HOUR, ...told });
  expect(more).toEqual([]);
}

describe('fault 23: timers notice when the facts of a policy change', () => {
  it('a change of the customer’s tier measures the open tickets by the policy of that tier', async () => {
    const { id, ticket } = await strange();
    at('11:00');
    await shop.get(Profiles).change(id, { tier: 'vip' }, shop.cast.staff.wutao);
    const due = { dueAt: shanghai('2026-11-24 18:00'), cause: 'customer' };
    await expectFollowed(ticket.id, ['everybody', 'vips'], due);
  });

  it('a change of the customer’s region measures the open tickets by the policy of that region', async () => {
    const { id, ticket } = await strange();
    at('11:00');
    const subject = { type: 'customer', id } as const;
    await shop.get(Database).transaction(async () => {
      await shop.get(Database).run(sql`update customer set region = 'MO' where id = ${id}`);
      await shop.get(Events).record('customer.changed', subject, { fields: ['region'] });
    });
    const due = { dueAt: shanghai('2026-11-24 16:00'), cause: 'customer' };
    await expectFollowed(ticket.id, ['everybody', 'islands'], due);
  });

  it('a customer who scans the code of a ticket gets the policy of the channel in which they write', async () => {
    const { id, ticket } = await strange();
    at('11:00');
    await shop.get(Scenes).make(shop.cast.staff.wutao, { customerId: id, ticketId: ticket.id });
    await shop.says('zhaojun', { type: 'scanned', scene: shop.paper.scenes.at(-1)! });
    const due = { dueAt: shanghai('2026-11-24 14:00'), cause: 'contact' };
    await expectFollowed(ticket.id, ['everybody', 'people_on_paper'], due);
  });

  it('a customer who names the ticket from a channel gets the policy of that channel', async () => {
    const { ticket, id } = await strange();
    const { identityId } = shop.cast.customers.sunli;
    await shop.rows(sql`update identity set customer_id = ${id} where id = ${identityId}`);
    await shop.rows(sql`update ticket set identity_id = null where id = ${ticket.id}`);
    at('11:00');
    await shop.says('sunli', `${numberOf(ticket)} 还没有解决`);
    const due = { dueAt: shanghai('2026-11-24 14:00'), cause: 'contact' };
    await expectFollowed(ticket.id, ['everybody', 'people_on_paper'], due);
  });

  it('a ticket of a customer who turns out to be another one gets the policy of the other one', async () => {
    const { id, ticket } = await strange();
    at('11:00');
    await shop.get(Joining).join(id, shop.cast.customers.chenxiao.customerId);
    const due = { dueAt: shanghai('2026-11-24 18:00'), cause: 'joined' };
    await expectFollowed(ticket.id, ['everybody', 'vips'], due);
    const [event] = await shop.rows(sql`
      select data ->> 'formerCustomerId' as former from event
       where name = 'ticket.customer_joined' and subject_id = ${ticket.id}`);
    expect(event).toEqual({ former: id });
  });

  it('changes of type and priority say in the explanation what was changed', async () => {
    const ticket = await ticketFor('xiaohong');
    expect((await lineOf(ticket.id)).map(({ policy }) => policy.key)).toEqual(['people_on_paper']);
    at('11:00');
    const { wutao } = shop.cast.staff;
    await shop.get(Classification).correct(wutao, numberOf(ticket), { priority: 'P3' });
    const due = { dueAt: shanghai('2026-11-26 10:00'), cause: 'priority' };
    await expectFollowed(ticket.id, ['people_on_paper', 'everybody'], due);
    await shop.get(Classification).correct(wutao, numberOf(ticket), { type: 'account_theft' });
    const [now] = await lineOf(ticket.id);
    expect(now).toMatchObject({ version: 3, policy: { key: 'theft' }, cause: 'type', keptSeconds: HOUR });
  });
});

describe('fault 23: what changes no policy leaves timers alone', () => {
  it('a change of the name moves no timer, although the policy was written anew', async () => {
    const { id, ticket } = await strange();
    await promise('everybody', {}, 72);
    at('11:00');
    await shop.get(Profiles).change(id, { name: '林女士' }, shop.cast.staff.wutao);
    await shop.get(Profiles).change(id, { tier: 'standard' }, shop.cast.staff.wutao);
    const line = await lineOf(ticket.id);
    expect(line).toHaveLength(1);
    expect(line[0]).toMatchObject({ dueAt: shanghai('2026-11-26 10:00'), cause: null });
  });

  it('a finished ticket keeps its results when its customer is joined with another', async () => {
    const { id, ticket } = await strange();
    await shop.rows(sql`
      update ticket set status = 'closed', resolved_at = now(), closed_at = now() where id = ${ticket.id}`);
    await shop.get(Joining).join(id, shop.cast.customers.chenxiao.customerId);
    expect(await lineOf(ticket.id)).toHaveLength(1);
  });

  it('stored timers agree with their histories after all these changes', async () => {
    expect((await shop.get(Recomputation).compare()).differences).toEqual([]);
  });
});
