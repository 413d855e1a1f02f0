import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { counts, partsOf } from './parts.js';

interface Group {
  day: string;
  departmentId: string;
  priority: string;
}

const BATCH = 2_000;

/** Keeps `report_part` and `report_day` as the tickets are, so that a report need not count them. */
@Injectable()
export class RollUp {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Counts tickets that changed. Returns true if there may be more of them. One process at a time does it. */
  async sweep(): Promise<boolean> {
    return this.database.transaction(async () => {
      const kept = await this.database.maybe<{ zone: string | null }>(
        sql`select zone from report_zone for update skip locked`,
      );
      if (!kept) return false;
      if (kept.zone !== this.clock.zone) await this.begin();
      const { taken, tickets } = await this.take();
      if (taken === 0) return false;
      await this.refresh([...(await this.forget(tickets)), ...(await this.count(tickets))]);
      return taken === BATCH;
    });
  }

  /** Counts everything anew, and returns how many tickets that was. */
  async rebuild(): Promise<number> {
    const tickets = await this.database.transaction(async () => {
      await this.database.run(sql`select 1 from report_zone for update`);
      return this.begin();
    });
    while (await this.sweep());
    return tickets;
  }

  /** Whether a sweep has something to do. */
  async isBehind(): Promise<boolean> {
    const { behind } = await this.database.one<{ behind: boolean }>(sql`
      select exists (select from report_touched) or zone is distinct from ${this.clock.zone} as behind from report_zone`);
    return behind;
  }

  /** Counts tickets between two ids that are stored otherwise, and returns how many these were. */
  async mendTickets(after: string, upTo: string): Promise<number> {
    const between = (id: Sql) =>
      sql`${id} > ${after} and ${id} <= ${upTo} and not exists (select from report_touched x where x.ticket_id = ${id})`;
    return this.database.run(sql`
      with wanted as (${partsOf(between(sql`t.id`), sql`${this.clock.zone}`)}),
           stored as (select * from report_part p where ${between(sql`p.ticket_id`)})
      insert into report_touched
      select distinct ticket_id from (
        (select * from wanted except select * from stored) union all (select * from stored except select * from wanted)) wrong`);
  }

  /** Sums days of a month that are not what their parts say, and returns how many these were. */
  async mendDays(month: string): Promise<number> {
    const within = sql`day >= ${month}::date and day < ${month}::date + interval '1 month'`;
    return this.database.transaction(async () => {
      await this.database.run(sql`select 1 from report_zone for update`);
      const wrong = await this.database.rows<Group>(sql`
        with wanted as (${sums(within)}), stored as (select * from report_day where ${within})
        select distinct ${KEY} from (
          (select * from wanted except select * from stored) union all (select * from stored except select * from wanted)) wrong`);
      await this.refresh(wrong);
      return wrong.length;
    });
  }

  /** What is there stays until its ticket is counted, so nobody who writes or reads has to wait. */
  private async begin(): Promise<number> {
    await this.database.run(sql`update report_zone set zone = ${this.clock.zone}`);
    await this.database.run(sql`
      delete from report_day s where not exists (select from report_part p where ${SAME})`);
    return this.database.run(sql`
      insert into report_touched select id from ticket union select ticket_id from report_part order by 1`);
  }

  private async take(): Promise<{ taken: number; tickets: string[] }> {
    const rows = await this.database.rows<{ ticketId: string }>(sql`
      delete from report_touched where ctid = any(array(select ctid from report_touched limit ${BATCH})) returning ticket_id`);
    return { taken: rows.length, tickets: [...new Set(rows.map(({ ticketId }) => ticketId))] };
  }

  private forget(tickets: string[]): Promise<Group[]> {
    return this.database.rows<Group>(
      sql`delete from report_part where ticket_id = any(${tickets}::bigint[]) returning ${KEY}`,
    );
  }

  private count(tickets: string[]): Promise<Group[]> {
    return this.database.rows<Group>(sql`
      insert into report_part (ticket_id, day, department_id, priority, ${counts((count) => count)}, seconds, paid)
      ${partsOf(sql`t.id = any(${tickets}::bigint[])`, sql`${this.clock.zone}`)} returning ${KEY}`);
  }

  private async refresh(groups: Group[]): Promise<void> {
    const unique = [...new Map(groups.map((group) => [Object.values(group).join(), group])).values()];
    const keys = sql`
      (day, department_id, priority) in (
        select * from unnest(${unique.map(({ day }) => day)}::date[], ${unique.map((one) => one.departmentId)}::bigint[],
                             ${unique.map(({ priority }) => priority)}::text[]))`;
    await this.database.run(sql`delete from report_day where ${keys}`);
    await this.database.run(sql`insert into report_day ${sums(keys)}`);
  }
}

const KEY = sql`day::text, department_id, priority`;

const SAME = sql`(p.day, p.department_id, p.priority) = (s.day, s.department_id, s.priority)`;

/** Rows of `report_day`, summed up from their parts. */
const sums = (which: Sql) => sql`
  select day, department_id, priority, ${counts((count) => count)},
         coalesce((select array_agg(took order by took) from report_part p, unnest(p.seconds) took where ${SAME}), '{}') as seconds,
         coalesce((select jsonb_agg(one order by one) from report_part p, jsonb_array_elements(p.paid) one where ${SAME}), '[]') as paid
    from (
      select day, department_id, priority, ${counts((count) => sql`sum(${count}) as ${count}`)}
        from report_part where ${which} group by 1, 2, 3
    ) s`;
