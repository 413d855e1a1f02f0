import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { Metrics } from '../../src/platform/http/index.js';
import {
  Alerting,
  Alerts,
  Answering,
  EscalationRun,
  EscalationHistory,
  Escalations,
  QuietTimes,
  Rosters,
} from '../../src/escalation/index.js';
import { LateFirings } from '../../src/sla/index.js';
import type { Member } from '../../src/staff/index.js';
import { Tickets } from '../../src/tickets/index.js';
import { Desk } from '../sla/desk.js';

const name = { 'zh-CN': '值班', en: 'On call' };

let desk: Desk;
let lina: Member;
let lead: Member;
let admin: Member;
let night: Member[];
beforeAll(async () => {
  desk = await Desk.open();
  desk.at('2026-11-16 09:00');
  lina = await desk.member('agent');
  lead = await desk.member('lead');
  admin = await desk.member('admin', 'finance');
  night = [await desk.member('agent', 'technical'), await desk.member('agent', 'technical')];
  const nights = {
    key: 'nights',
    name,
    region: null,
    zone: 'Asia/Shanghai',
    startsOn: '2026-11-16',
    handover: '09:00',
    days: 7,
    memberIds: night.map(({ id }) => id),
  };
  await desk.platform.get(Rosters).save(nights, SYSTEM);
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.database.run(sql`delete from alert`);
  await desk.database.run(sql`delete from escalation`);
  await desk.database.run(
    sql`update timer set state = 'cancelled', next_fire_at = null, ended_at = started_at`,
  );
});

async function passes(local: string): Promise<void> {
  desk.at(local);
  await desk.sweep();
  await desk.platform.get(EscalationRun).sweep();
  await desk.platform.get(Alerting).sweep();
}

const bell = async (member: Member) => {
  const { data } = await desk.platform.get(Alerts).of(member);
  return data.filter(({ kind }) => kind === 'page' || kind === 'asked');
};
const ringing = async (member: Member) => (await desk.bell(member)).unanswered;
const numberOf = (ticket: string) => `T${100_000 + Number(ticket)}`;

describe('a P0 by the policies of a new installation', () => {
  it('a P0 calls whoever is on call, who may from then on see the ticket of another department', async () => {
    desk.at('2026-11-20 23:00');
    const ticket = await desk.ticket('inquiry', 'P0');
    const tickets = desk.platform.get(Tickets);
    const lock = () => desk.database.transaction(() => tickets.lock(night[0]!, numberOf(ticket)));
    await expect(lock()).rejects.toMatchObject({ code: 'ticket_not_found' });
    await passes('2026-11-20 23:00');
    expect((await bell(night[0]!)).map(({ number }) => number)).toEqual([numberOf(ticket)]);
    expect((await lock()).id).toBe(ticket);
    const others = desk.database.transaction(() => tickets.lock(night[1]!, numberOf(ticket)));
    await expect(others).rejects.toMatchObject({ code: 'ticket_not_found' });
  });

  it('a ticket that is raised to P0 calls somebody, and one that only changes type does not call again', async () => {
    desk.at('2026-11-20 23:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await passes('2026-11-20 23:10');
    expect(await ringing(night[0]!)).toBe(0);
    await desk.priority(ticket, 'P0');
    await passes('2026-11-20 23:10');
    expect(await ringing(night[0]!)).toBe(1);
    await desk.happens('ticket.reclassified', ticket, { from: 'inquiry' });
    await passes('2026-11-20 23:11');
    expect(await bell(night[0]!)).toHaveLength(1);
  });
});

describe('the history of escalations', () => {
  it('the history of escalations is ordered by when steps happen, not by when they were planned', async () => {
    desk.at('2026-11-20 23:00');
    const ticket = await desk.ticket('inquiry', 'P0');
    for (const minute of ['00', '04', '06', '07', '10', '13', '16', '19'])
      await passes(`2026-11-20 23:${minute}`);
    const steps = await desk.platform.get(EscalationHistory).ofTicket(ticket);
    const moments = steps.map(({ doneAt, dueAt }) => (doneAt ?? dueAt).getTime());
    expect(moments.length).toBeGreaterThan(5);
    expect(moments).toEqual([...moments].sort((a, b) => b - a));
  });
});

describe('an answer', () => {
  it('an answer by one member stops the ringing on every console', async () => {
    desk.at('2026-11-20 23:00');
    await desk.ticket('inquiry', 'P0');
    await passes('2026-11-20 23:00');
    await passes('2026-11-20 23:04');
    expect([await ringing(night[0]!), await ringing(night[1]!)]).toEqual([1, 1]);
    const [page] = await bell(night[1]!);
    await desk.platform.get(Answering).acknowledge(night[1]!, page!.id);
    expect([await ringing(night[0]!), await ringing(night[1]!)]).toEqual([0, 0]);
    expect((await bell(night[0]!))[0]).toMatchObject({ acknowledgedBy: night[1]!.name, seenAt: null });
  });

  it('an answer at the moment when the next level is due means that nobody else is called', async () => {
    desk.at('2026-11-20 23:00');
    const ticket = await desk.ticket('inquiry', 'P0');
    await passes('2026-11-20 23:00');
    const [page] = await bell(night[0]!);
    desk.at('2026-11-20 23:04');
    await Promise.all([
      desk.platform.get(EscalationRun).sweep(),
      desk.platform.get(Answering).acknowledge(night[0]!, page!.id),
    ]);
    const waiting = sql`select 1 from escalation where ticket_id = ${ticket} and kind = 'climb' and state = 'waiting'`;
    // The member who was reached first may have been called; after the answer nobody else is.
    await desk.platform.get(Answering).acknowledge(night[0]!, page!.id);
    expect(await desk.database.rows(waiting)).toEqual([]);
    expect(await ringing(night[1]!)).toBe(0);
    await passes('2026-11-20 23:30');
    expect([await ringing(lead), await ringing(admin)]).toEqual([0, 0]);
  });

  it('whoever takes the ticket answers the call, even before it goes out', async () => {
    desk.at('2026-11-20 23:00');
    const [early, late] = [await desk.ticket('inquiry', 'P0'), await desk.ticket('inquiry', 'P0')];
    await desk.happens('ticket.claimed', early, { assigneeId: lina.id }, lina);
    await passes('2026-11-20 23:00');
    expect((await bell(night[0]!)).map(({ number }) => number)).toEqual([numberOf(late)]);
    await desk.happens('ticket.claimed', late, { assigneeId: lina.id }, lina);
    expect((await bell(night[0]!))[0]).toMatchObject({ acknowledgedBy: lina.name });
    await passes('2026-11-20 23:10');
    expect(await bell(lead)).toEqual([]);
  });

  it('a call stops ringing once the ticket is solved', async () => {
    desk.at('2026-11-20 23:00');
    const ticket = await desk.ticket('inquiry', 'P0');
    await passes('2026-11-20 23:00');
    await desk.happens('ticket.resolved', ticket, {}, lina);
    expect(await ringing(night[0]!)).toBe(0);
  });

  it('an administrator’s answer to a request that the lead left open lets it be asked for again', async () => {
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    const escalations = desk.platform.get(Escalations);
    await escalations.ask(lina, numberOf(ticket), '客户要求主管回电');
    await passes('2026-11-20 10:00');
    for (const minute of ['11', '22', '33']) await passes(`2026-11-20 10:${minute}`);
    expect([await ringing(lead), await ringing(night[0]!), await ringing(admin)]).toEqual([1, 1, 1]);
    const again = () => escalations.ask(lina, numberOf(ticket), '还没有人回电');
    await expect(again()).rejects.toMatchObject({ code: 'escalation_open' });
    await desk.platform.get(Answering).acknowledge(admin, (await bell(admin))[0]!.id);
    await again();
  });
});

describe('a call in the quiet hours that is no emergency', () => {
  it('a call in quiet hours goes on to the next person only after the first could hear it', async () => {
    await desk.platform.get(QuietTimes).set({ zone: 'Asia/Shanghai', from: '22:00', to: '08:00' });
    desk.at('2026-11-20 23:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await desk.platform.get(Escalations).ask(lina, numberOf(ticket), '客户急');
    await passes('2026-11-20 23:00');
    await passes('2026-11-21 02:00');
    await passes('2026-11-21 08:00');
    expect([await ringing(lead), await ringing(night[0]!)]).toEqual([1, 0]);
    await passes('2026-11-21 08:10');
    expect(await ringing(night[0]!)).toBe(1);
    await desk.platform.get(QuietTimes).set(null);
  });
});

describe('a process that slept', () => {
  it('a process that slept catches up in order, records how late it was, and tells administrators', async () => {
    desk.at('2026-11-20 10:00');
    const first = await desk.ticket('inquiry', 'P0');
    desk.at('2026-11-20 10:02');
    const second = await desk.ticket('inquiry', 'P0');
    await passes('2026-11-20 11:00');
    const told = await desk.database.rows<{ ticket: string; step: string }>(sql`
      select ticket_id::text as ticket, coalesce(step ->> 'at', '') as step from escalation
       where state = 'done' and kind = 'step' order by id`);
    expect(told.filter(({ step }) => step === 'breach').map(({ ticket }) => ticket)).toEqual(
      expect.arrayContaining([first, second]),
    );
    const dues = await desk.database.rows<{ at: string }>(sql`
      select data ->> 'at' as at from event where name in ('sla.warned', 'sla.breached')
         and subject_id in (${first}, ${second}) order by id`);
    expect(dues.length).toBeGreaterThan(2);
    const [late] = await desk.database.rows<{ firings: number; worst: number }>(
      sql`select sum(firings)::int as firings, max(worst_ms)::float8 as worst from timer_lateness`,
    );
    expect(late!.firings).toBeGreaterThan(1);
    expect(late!.worst).toBeGreaterThanOrEqual(55 * 60_000);
    expect(await desk.platform.get(Metrics).text()).toMatch(
      /sla_firing_lateness_seconds_bucket\{le="3600"\} [1-9]/,
    );
    await expect(desk.platform.get(LateFirings).see(lina)).rejects.toMatchObject({ code: 'not_allowed' });
    await desk.platform.get(LateFirings).see(admin);
    expect(await desk.database.rows(sql`select 1 from timer_lateness where seen_at is null`)).toEqual([]);
  });
});
