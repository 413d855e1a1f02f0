import type { Act } from './acts.js';

type Hours = typeof import('../../../src/hours/index.js');
type Sla = typeof import('../../../src/sla/index.js');
type TicketsRoom = typeof import('../../../src/tickets/index.js');
type Retention = typeof import('../../../src/retention/index.js');
type Staff = typeof import('../../../src/staff/index.js');
type Installing = typeof import('../../../src/cli/installation.js');
type Clocks = typeof import('../../../src/platform/clock/index.js');
type Databases = typeof import('../../../src/platform/database/index.js');
type EventsOf = typeof import('../../../src/platform/events/index.js');
type Http = typeof import('../../../src/platform/http/index.js');

/** One process of the month does what it is told at the time it is told, and sweeps. The test kills it. */
const built = <T>(path: string) =>
  import(new URL(`../../../dist/${path}`, import.meta.url).href) as Promise<T>;
const { withServicesUnchanged } = await built<Installing>('cli/installation.js');
const { Clock } = await built<Clocks>('platform/clock/index.js');
const { Database, sql } = await built<Databases>('platform/database/index.js');
const { Events } = await built<EventsOf>('platform/events/index.js');
const { AppError } = await built<Http>('platform/http/index.js');
const hours = await built<Hours>('hours/index.js');
const sla = await built<Sla>('sla/index.js');
const tickets = await built<TicketsRoom>('tickets/index.js');
const { NightlyRetention } = await built<Retention>('retention/index.js');
const { Roster } = await built<Staff>('staff/index.js');

export interface Order {
  /** The moment is in milliseconds since the epoch. */
  at: number;
  acts: Act[];
}
export type Report = { ready: true } | { done: number } | { swept: number; at: number };

await withServicesUnchanged(async (services) => {
  const get: typeof services.get = (token) => services.get(token);
  let at = 0;
  Object.defineProperty(get(Clock), 'now', { value: () => new Date(at) });
  const database = get(Database);
  const [boss] = await get(Roster).list();
  const numbers = new Map<number, { id: string; number: string }>();

  const ticketOf = async (act: Act) => {
    const known = numbers.get(act.case);
    if (known) return known;
    const found = await database.maybe<{ id: string; number: string }>(
      sql`select id, number from ticket where subject = ${`case ${act.case}`}`,
    );
    if (found) numbers.set(act.case, found);
    return found;
  };
  const handoffOf = (ticketId: string) =>
    database.one<{ id: string }>(
      sql`select id from handoff where ticket_id = ${ticketId} and state = 'offered'`,
    );
  const says = (act: Act, id: string) => {
    const name = act.do === 'write' ? 'ticket.customer_wrote' : 'ticket.replied';
    return database.transaction(async () => {
      const ticket = await get(tickets.Tickets).lockById(id);
      if (ticket.finished) return;
      const moved = act.do === 'reply' && ticket.status === 'new' ? ticket.move('answer') : null;
      get(tickets.Tickets).change(ticket, {});
      const by = act.do === 'bot' ? ('bot' as const) : ('member' as const);
      await get(Events).record(name, ticket.subjectRef, { ...ticket.fact(), messageId: '1', by });
      if (moved)
        await get(Events).record('ticket.status_changed', ticket.subjectRef, { ...ticket.fact(), ...moved });
    });
  };

  const open = async (act: Act) => {
    if (await ticketOf(act)) return;
    const { id } = await database.one<{ id: string }>(
      sql`select id from customer order by id offset ${act.case % 3} limit 1`,
    );
    const given = { subject: `case ${act.case}`, type: act.with!, customerId: id };
    await get(tickets.TicketCreation).create(boss!, given);
  };
  const change: Record<string, (act: Act) => Promise<unknown>> = {
    calendar: async ({ id }) => {
      const [office] = await get(hours.CalendarPlans).list();
      const { key, name, zone, holidays, overrides } = office!;
      const day = id % 2 === 0 ? ([['08:30', '17:00']] as const) : ([['10:00', '12:00'], ['13:00', '20:00']] as const); // prettier-ignore
      const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] };
      await get(sla.CalendarChanges).save({ key, name, zone, holidays, overrides, week }, { move: 'all' });
    },
    policy: async () => {
      const plans = get(sla.PolicyPlans);
      const policy = (await plans.list()).find(({ key }) => key === 'p1')!;
      const { key, name, conditions, pausing, ladder, targets } = policy;
      const doubled = targets.map((target) => ({ ...target, seconds: target.seconds * 2 }));
      const warnings = [{ share: 0.5 }, { leftSeconds: 600 }];
      const draft = { key, name, conditions, ladder, targets: doubled, warnings };
      await plans.save({ ...draft, pausing: pausing.slice(0, 1) }, boss!, { move: 'all' });
    },
  };
  const acts: Record<string, (act: Act, ticket: { id: string; number: string }) => Promise<unknown>> = {
    reply: (act, { id }) => says(act, id),
    bot: (act, { id }) => says(act, id),
    write: (act, { id }) => says(act, id),
    wait: (_, { number }) => get(tickets.Pausing).waitForCustomer(boss!, number),
    hold: (_, { number }) => get(tickets.Pausing).hold(boss!, number, { reason: '…' }),
    resume: (_, { number }) => get(tickets.Pausing).resume(boss!, number),
    prioritise: (act, { number }) =>
      get(tickets.Classification).correct(boss!, number, { priority: act.with as 'P0' }),
    reclassify: (act, { number }) => get(tickets.Classification).correct(boss!, number, { type: act.with! }),
    offer: (act, { number }) =>
      get(tickets.Handoffs).offer(boss!, number, { department: act.with!, note: '…' }),
    accept: async (_, { id }) => get(tickets.Handoffs).accept(boss!, (await handoffOf(id)).id),
    return: async (_, { id }) => get(tickets.Handoffs).return(boss!, (await handoffOf(id)).id, '…'),
    withdraw: async (_, { id }) => get(tickets.Handoffs).withdraw(boss!, (await handoffOf(id)).id),
    resolve: (_, { number }) => get(tickets.Resolutions).resolve(boss!, number, '…'),
    reopen: (_, { number }) => get(tickets.Resolutions).reopen(boss!, number, '…'),
  };

  /** An act that the ticket's state now forbids is left out, as by a person who sees that. */
  const act = async (one: Act) => {
    const ticket = await ticketOf(one);
    if (one.do === 'open') await open(one);
    else if (one.do in change) await change[one.do]!(one);
    else if (ticket) await acts[one.do]!(one, ticket).catch(forgive);
    report({ done: one.id });
  };

  process.on('message', ({ at: time, acts: told }: Order) => {
    at = time;
    const work = Promise.all(told.map(act)).then(async () => {
      const swept = await get(sla.TimerSweep).sweep();
      await get(NightlyRetention).tonight(new Date(time));
      return swept;
    });
    void work.then((swept) => report({ swept, at: time }), die);
  });
  report({ ready: true });
  await new Promise((resolve) => process.on('disconnect', resolve));
});

function forgive(error: unknown): void {
  if (error instanceof AppError || String(error).includes('Expected a row')) return;
  throw error;
}

function die(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

function report(report: Report): void {
  process.send!(report);
}
