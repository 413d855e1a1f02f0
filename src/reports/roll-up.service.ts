import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { WEEKS } from './parts.js';
import { PROMISES } from './promise-parts.js';
import { among, differing, groupOf, keyOf, type Sums } from './sums.js';

const KEPT = [WEEKS, PROMISES];
const BATCH = 2_000;

/** Keeps parts and sums of the reports as the tickets are, so that a report need not count them. */
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
      for (const sums of KEPT) {
        const forgotten = await this.forget(sums, tickets);
        await this.refresh(sums, [...forgotten, ...(await this.count(sums, tickets))]);
      }
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
    const wrong = ({ part, partsOf }: Sums) =>
      differing(
        partsOf(between(sql`t.id`), sql`${this.clock.zone}`),
        sql`select * from ${part} p where ${between(sql`p.ticket_id`)}`,
      );
    return this.database.run(sql`
      insert into report_touched
      select ticket_id from ${wrong(WEEKS)} union select ticket_id from ${wrong(PROMISES)}`);
  }

  /** Sums groups of a month that are not what their parts say, and returns how many these were. */
  async mendDays(month: string): Promise<number> {
    const within = sql`day >= ${month}::date and day < ${month}::date + interval '1 month'`;
    return this.database.transaction(async () => {
      await this.database.run(sql`select 1 from report_zone for update`);
      let mended = 0;
      for (const sums of KEPT) {
        const stored = sql`select * from ${sums.day} where ${within}`;
        const rows = await this.database.rows<{ key: string }>(
          sql`select distinct ${keyOf(sums)} as key from ${differing(sums.summed(within), stored)}`,
        );
        await this.refresh(sums, keysOf(rows));
        mended += rows.length;
      }
      return mended;
    });
  }

  /** What is there stays until its ticket is counted, so nobody who writes or reads has to wait. */
  private async begin(): Promise<number> {
    await this.database.run(sql`update report_zone set zone = ${this.clock.zone}`);
    for (const sums of KEPT)
      await this.database.run(sql`
        delete from ${sums.day} s
         where not exists (select from ${sums.part} p where ${groupOf(sums, 'p')} = ${groupOf(sums, 's')})`);
    return this.database.run(sql`
      insert into report_touched
      select id from ticket union select ticket_id from report_part union select ticket_id from promise_part order by 1`);
  }

  private async take(): Promise<{ taken: number; tickets: string[] }> {
    const rows = await this.database.rows<{ ticketId: string }>(sql`
      delete from report_touched where ctid = any(array(select ctid from report_touched limit ${BATCH})) returning ticket_id`);
    return { taken: rows.length, tickets: [...new Set(rows.map(({ ticketId }) => ticketId))] };
  }

  private async forget(sums: Sums, tickets: string[]): Promise<string[]> {
    return keysOf(
      await this.database.rows<{ key: string }>(
        sql`delete from ${sums.part} where ticket_id = any(${tickets}::bigint[]) returning ${keyOf(sums)} as key`,
      ),
    );
  }

  /** The columns of what was counted stand in the order of the table. */
  private async count(sums: Sums, tickets: string[]): Promise<string[]> {
    const counted = sums.partsOf(sql`t.id = any(${tickets}::bigint[])`, sql`${this.clock.zone}`);
    return keysOf(
      await this.database.rows<{ key: string }>(
        sql`insert into ${sums.part} ${counted} returning ${keyOf(sums)} as key`,
      ),
    );
  }

  private async refresh(sums: Sums, keys: string[]): Promise<void> {
    const groups = among(sums, [...new Set(keys)]);
    await this.database.run(sql`delete from ${sums.day} where ${groups}`);
    await this.database.run(sql`insert into ${sums.day} ${sums.summed(groups)}`);
  }
}

function keysOf(rows: { key: string }[]): string[] {
  return rows.map(({ key }) => key);
}
