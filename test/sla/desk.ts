import { vi } from 'vitest';
import { GroupRobotsModule } from '../../src/channels/robots/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { type Actor, type EventMap, type EventName, Events } from '../../src/platform/events/index.js';
import { HttpModule } from '../../src/platform/http/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { Alerts, EscalationModule, Rosters } from '../../src/escalation/index.js';
import { SlaDefaults, SlaModule, Timers, TimerSweep, type TimerView } from '../../src/sla/index.js';
import { onCallFor } from '../../src/escalation/on-call.js';
import { type Member, type RoleKey, Roster } from '../../src/staff/index.js';
import { openPlatform, type TestPlatform } from '../support/app.js';
import { letTimeRun, setTimeByHand } from '../support/time.js';

/**
 * A shop with three departments whose tickets move by events alone. The clock stands until `at` sets it. A test
 * opens it with `const desk = await Desk.open()` and writes `desk.at('2026-11-20 10:00')`, `await
 * desk.ticket('inquiry', 'P2')`, `await desk.sweep()`.
 */
export class Desk {
  private hired = 0;

  private constructor(
    readonly platform: TestPlatform,
    readonly departments: Record<'support' | 'finance' | 'technical', string>,
    private readonly customer: string,
  ) {}

  /** The role is `web`, so that only the test sweeps. */
  static async open(...imports: Parameters<typeof openPlatform>[0] & object): Promise<Desk> {
    return Desk.openWith({}, ...imports);
  }

  static async openWith(
    environment: Record<string, string>,
    ...imports: Parameters<typeof openPlatform>[0] & object
  ): Promise<Desk> {
    const rooms = [
      HttpModule,
      LiveModule,
      JobsModule,
      SlaModule,
      EscalationModule,
      GroupRobotsModule,
      ...imports,
    ];
    const platform = await openPlatform(rooms, { ROLE: 'web', ...environment });
    setTimeByHand();
    await platform.get(SlaDefaults).install();
    const database = platform.get(Database);
    const departments: Record<string, string> = {};
    for (const key of ['support', 'finance', 'technical']) {
      const { id } = await database.one<{ id: string }>(
        sql`insert into department (key, name) values (${key}, '{}') returning id`,
      );
      departments[key] = id;
    }
    await database.run(sql`
      insert into ticket_type (key, name, priority, department_id, position)
      select key, '{}', 'P2', ${departments['support']}, 1 from unnest(array['refund', 'account_theft', 'funds_loss', 'system_fault', 'inquiry']) key`);
    const { id } = await database.one<{ id: string }>(
      sql`insert into customer (name, created_at) values ('陈晓', '2026-01-01') returning id`,
    );
    return new Desk(platform, departments, id);
  }

  async close(): Promise<void> {
    letTimeRun();
    await this.platform.close();
  }

  /** Sets the clock to a local time in Shanghai, e.g. `2026-11-20 17:10`. */
  at(local: string): void {
    vi.setSystemTime(shanghai(local));
  }

  async ticket(type: string, priority: string, customer?: { tier: string; region: string }): Promise<string> {
    const departmentId = this.departments.support;
    const customerId = customer ? await this.meet(customer) : this.customer;
    const { id, number } = await this.database.one<{ id: string; number: string }>(sql`
      insert into ticket (subject, type, priority, department_id, customer_id, opened_at, updated_at)
      values ('…', ${type}, ${priority}, ${departmentId}, ${customerId}, ${new Date()}, ${new Date()})
      returning id, number`);
    await this.happens('ticket.opened', id, { number: `T${number}`, type, priority, departmentId });
    return id;
  }

  async member(role: RoleKey, department = 'support'): Promise<Member> {
    const departmentId = this.departments[department as 'support'];
    const name = `${role} ${department} ${++this.hired}`;
    const { id } = await this.database.one<{ id: string }>(sql`
      insert into member (email, name, alias, staff_number, role, password_hash, created_at)
      values (${`${this.hired}@shop.test`}, ${name}, ${name}, ${String(this.hired)}, ${role}, '', '2026-01-01') returning id`);
    await this.database.run(
      sql`insert into membership (member_id, department_id) values (${id}, ${departmentId})`,
    );
    return this.platform.get(Roster).byId(id);
  }

  async status(id: string, from: string, to: string): Promise<void> {
    await this.database.run(sql`update ticket set status = ${to} where id = ${id}`);
    await this.happens('ticket.status_changed', id, { from, to });
  }

  async priority(id: string, priority: string): Promise<void> {
    await this.database.run(sql`update ticket set priority = ${priority} where id = ${id}`);
    await this.happens('ticket.priority_changed', id, { priority });
  }

  async replied(id: string, by: 'member' | 'bot'): Promise<void> {
    await this.happens('ticket.replied', id, { by });
  }

  /** Records an event as the room of tickets does, in a transaction of its own. */
  async happens(name: EventName, ticket: string, data: object, by?: Actor): Promise<void> {
    const events = this.platform.get(Events);
    const subject = { type: 'ticket', id: ticket } as const;
    await this.database.transaction(() => events.record(name, subject, data as EventMap[typeof name], by));
  }

  /** Records that the customer's profile was changed, which the test has written itself. */
  async customerChanges(customer: string, fields: string[]): Promise<void> {
    const events = this.platform.get(Events);
    const subject = { type: 'customer', id: customer } as const;
    await this.database.transaction(() => events.record('customer.changed', subject, { fields }));
  }

  async timer(ticket: string, metric: string, department = 'support'): Promise<TimerView> {
    const timers = await this.timers(ticket);
    const found = timers.find((timer) => timer.metric === metric && timer.department === department);
    if (!found) throw new Error(`no ${metric} of ${department}: ${JSON.stringify(timers)}`);
    return found;
  }

  async timers(ticket: string): Promise<TimerView[]> {
    return (await this.platform.get(Timers).ofTickets([ticket])).get(ticket)!;
  }

  /** Counts the alerts of a member that were not seen, and those that still ask for an answer. */
  async bell(member: Member): Promise<{ unseen: number; unanswered: number }> {
    const { data } = await this.platform.get(Alerts).of(member);
    const asking = data.filter(({ kind }) => kind === 'page' || kind === 'asked');
    return {
      unseen: data.filter(({ seenAt }) => seenAt === null).length,
      unanswered: asking.filter(({ acknowledgedAt }) => acknowledgedAt === null).length,
    };
  }

  /** Lists those who are called for customers of a region, in order. */
  async onCall(region: string | null): Promise<string[]> {
    return onCallFor({ departmentId: '0', region }, await this.platform.get(Rosters).list());
  }

  async sweep(): Promise<number> {
    return this.platform.get(TimerSweep).sweep();
  }

  /** Lists the sla events of a ticket in order, e.g. `breached first_response`. */
  async history(ticket: string): Promise<string[]> {
    const rows = await this.database.rows<{ name: string; metric: string }>(sql`
      select name, data ->> 'metric' as metric from event
       where subject_id = ${ticket} and name like 'sla.%' order by id`);
    return rows.map(({ name, metric }) => `${name.replace(/^sla\.(timer_)?/, '')} ${metric}`);
  }

  private async meet({ tier, region }: { tier: string; region: string }): Promise<string> {
    const { id } = await this.database.one<{ id: string }>(sql`
      insert into customer (name, tier, region, created_at) values ('何先生', ${tier}, ${region}, '2026-01-01') returning id`);
    return id;
  }

  get database(): Database {
    return this.platform.get(Database);
  }
}

export function shanghai(local: string): Date {
  return new Date(`${local.replace(' ', 'T')}:00+08:00`.replace(/(:\d\d:\d\d):00\+/, '$1+'));
}
