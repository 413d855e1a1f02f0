import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { numberOf, TicketCreation, TicketReplies } from '../../src/tickets/index.js';
import { EscalationModule } from '../../src/escalation/index.js';
import { Recomputation, SlaDefaults, SlaModule, Timers, type TimerView } from '../../src/sla/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Shop } from '../support/shop.js';
import { letTimeRun, setTimeByHand } from '../support/time.js';
import { shanghai } from './desk.js';

// By 003-01 the first response counts from the customer's first word, whenever it becomes a ticket.

let shop: Shop;
beforeAll(async () => {
  setTimeByHand();
  shop = await Shop.open(SlaModule, EscalationModule);
  await shop.get(SlaDefaults).install();
});
afterAll(async () => {
  letTimeRun();
  await shop.close();
});

const at = (local: string) => vi.setSystemTime(shanghai(`2026-11-24 ${local}`));

interface Made {
  id: string;
  number: string;
  first: TimerView;
}

async function ticketOf(customer: 'xiaoming' | 'zhoujie' | 'xiaohong', priority: 'P0' | 'P1'): Promise<Made> {
  const { customerId } = shop.cast.customers[customer];
  const [talk] = await shop.rows<{ id: string }>(
    sql`select id from conversation where customer_id = ${customerId} order by id desc limit 1`,
  );
  const given = { subject: '打不开', type: 'inquiry', priority, conversationId: talk!.id };
  const ticket = await shop.get(TicketCreation).create(shop.cast.staff.lina, given);
  return {
    id: ticket.id,
    number: numberOf(ticket),
    first: await timer(ticket.id, 'first_response'),
  };
}

async function timer(ticketId: string, metric: string): Promise<TimerView> {
  const found = (await shop.get(Timers).ofTickets([ticketId]))
    .get(ticketId)!
    .find((one) => one.metric === metric);
  if (!found) throw new Error(`no ${metric}`);
  return found;
}

const story = (ticketId: string) =>
  shop.rows<{ name: string; late: number | null; at: string }>(sql`
    select name, (data ->> 'lateMs')::int late, data ->> 'at' as at from event
     where subject_type = 'ticket' and subject_id = ${ticketId} and data ->> 'metric' = 'first_response' order by id`);

const differing = async () => (await shop.get(Recomputation).compare()).differences;

it('the first response counts from the first unanswered message, the resolution from the ticket', async () => {
  at('10:00');
  await shop.says('xiaoming', '你好');
  at('10:05');
  await shop.says('xiaoming', '在吗');
  at('10:10');
  const { id, first } = await ticketOf('xiaoming', 'P1');
  expect(first).toMatchObject({
    state: 'running',
    startedAt: shanghai('2026-11-24 10:00'),
    dueAt: shanghai('2026-11-24 10:30'),
    breachedAt: null,
  });
  expect(await timer(id, 'resolution')).toMatchObject({ startedAt: shanghai('2026-11-24 10:10') });
  expect(await differing()).toEqual([]);
});

it('a response that is already late is breached at its own due time and counts as noticed in time', async () => {
  at('11:00');
  await shop.says('zhoujie', '你好');
  at('11:20');
  const { id, number, first } = await ticketOf('zhoujie', 'P0');
  expect(first).toMatchObject({ state: 'running', breachedAt: shanghai('2026-11-24 11:05') });
  expect(await story(id)).toMatchObject([
    { name: 'sla.timer_started', at: shanghai('2026-11-24 11:00').toISOString() },
    { name: 'sla.warned', late: 0 },
    { name: 'sla.breached', late: 0, at: shanghai('2026-11-24 11:05').toISOString() },
  ]);
  expect(await differing()).toEqual([]);
  at('11:21');
  await shop.get(TicketReplies).reply(shop.cast.staff.lina, number, '您好');
  expect(await timer(id, 'first_response')).toMatchObject({ state: 'met', breachedAt: first.breachedAt });
  expect(await differing()).toEqual([]);
});

it('a response close to its due time is warned of and not breached', async () => {
  at('12:00');
  await shop.says('xiaohong', '你好');
  at('12:25');
  const { id, first } = await ticketOf('xiaohong', 'P1');
  expect(first).toMatchObject({ state: 'running', breachedAt: null, dueAt: shanghai('2026-11-24 12:30') });
  expect((await story(id)).map(({ name }) => name)).toEqual(['sla.timer_started', 'sla.warned']);
  expect(await differing()).toEqual([]);
});

it('the first response counts from the ticket when the customer was answered before', async () => {
  at('13:00');
  await shop.says('xiaoming', '打不开');
  const { customerId } = shop.cast.customers.xiaoming;
  const [older] = await shop.rows<{ number: string }>(
    sql`select 'T' || number number from ticket where customer_id = ${customerId}`,
  );
  at('13:02');
  await shop.get(TicketReplies).reply(shop.cast.staff.lina, older!.number, '请重启');
  at('13:10');
  const { first } = await ticketOf('xiaoming', 'P1');
  expect(first).toMatchObject({ startedAt: shanghai('2026-11-24 13:10') });
  expect(await differing()).toEqual([]);
});
