import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditKeeping } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, raw, sql, type Sql } from '../platform/database/index.js';
import { heldCustomers, keptNames, keptTalks, keptTickets } from './kept.js';
import { holdOf, standsAt } from './standing.js';

interface Month {
  table: string;
  month: string;
}

const BATCH = 2_000;
const NONE = sql`select null::bigint where false`;

/** What is kept by month goes by month, unless something in the month still needs it. */
@Injectable()
export class OldMonths implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditKeeping,
  ) {}

  onModuleInit(): void {
    this.audit.register((table) => this.any(this.auditNeeds(raw(table))));
  }

  /** Returns the months of events of which no row is needed once the tickets of the query `going` are gone. */
  async events(before: Date, now: Date, going = NONE): Promise<Month[]> {
    const months = await this.over('event', before);
    const needed = await this.each(months, (table) => this.any(eventNeeds(table, now, going)));
    return months.filter((_, at) => !needed[at]);
  }

  /** Returns how many rows of pushes may go, those of whole months included. */
  async envelopes(before: Date, now: Date): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(sql`
      select count(*)::int count from inbound_envelope e where received_at < ${before} and not ${named(now)}`);
    return count;
  }

  async drop(months: Month[]): Promise<string[]> {
    for (const { table } of months) await this.database.run(sql`drop table ${raw(table)}`);
    return months.map(({ month }) => month);
  }

  /** Drops whole months, and takes what is not needed out of the others. Returns how many rows went. */
  async removeEnvelopes(before: Date, now: Date): Promise<number> {
    let removed = 0;
    for (const month of await this.over('inbound_envelope', before)) {
      const table = raw(month.table);
      if (await this.any(sql`select from ${table} e where ${named(now)}`)) continue;
      const { count } = await this.database.one<{ count: number }>(
        sql`select count(*)::int count from ${table}`,
      );
      await this.drop([month]);
      removed += count;
    }
    return removed + (await this.removeSingly(before, now));
  }

  private async removeSingly(before: Date, now: Date): Promise<number> {
    let removed = 0;
    for (let after: string | null = '0'; after !== null;) {
      const batch: { last: string | null; count: number } = await this.database.one(sql`
        with batch as (
          select id, received_at from inbound_envelope where received_at < ${before} and id > ${after} order by id limit ${BATCH}
        ), gone as (
          delete from inbound_envelope e using batch b
           where e.id = b.id and e.received_at = b.received_at and not ${named(now)} returning 1
        )
        select (select max(id)::text from batch) "last", (select count(*)::int from gone) count`);
      removed += batch.count;
      after = batch.last;
    }
    return removed;
  }

  private over(parent: 'event' | 'inbound_envelope', before: Date): Promise<Month[]> {
    return this.database.rows<Month>(sql`
      select quote_ident(relname) "table", replace(right(relname, 7), '_', '-') "month"
        from pg_inherits join pg_class on pg_class.oid = inhrelid
       where inhparent = ${parent}::regclass and relname ~ ${`^${parent}_[0-9]{4}_[0-9]{2}$`}
         and to_date(right(relname, 7), 'YYYY_MM') + interval '1 month' <= ${before}::timestamptz at time zone 'UTC'
       order by relname`);
  }

  private async each(months: Month[], ask: (table: Sql) => Promise<boolean>): Promise<boolean[]> {
    const answers: boolean[] = [];
    for (const { table } of months) answers.push(await ask(raw(table)));
    return answers;
  }

  private async any(rows: Sql): Promise<boolean> {
    return (await this.database.one<{ any: boolean }>(sql`select exists (${rows}) "any"`)).any;
  }

  private auditNeeds(table: Sql): Sql {
    return sql`
      select from ${table} a join legal_hold h on ${standsAt(this.clock.now())}
       where (a.subject_type = h.subject_type and a.subject_id = h.subject_id::text)
          or (a.subject_type = 'customer' and a.subject_id ~ '^[0-9]{1,18}$' and ${holdOf(sql`a.subject_id::bigint`)})`;
  }
}

/** A ticket's promises are proved by its events, so these stay as long as the ticket has them. */
function eventNeeds(table: Sql, now: Date, going: Sql): Sql {
  return sql`
    select from ${table} e
     where (e.subject_type = 'ticket' and (
             e.subject_id in (select ticket_id from timer where ticket_id not in (${going})) or e.subject_id in ${keptTickets(now)}))
        or (e.subject_type = 'conversation' and e.subject_id in ${keptTalks(now)})
        or (e.subject_type = 'customer' and e.subject_id in ${heldCustomers(now)})`;
}

/**
 * Expects `inbound_envelope e`. The name of somebody who is needed is one of the words of the body. What nobody can
 * decrypt may be of anybody, so it stays while a hold stands on somebody.
 */
function named(now: Date): Sql {
  return sql`(
    (e.sealed and exists (select from legal_hold h where ${standsAt(now)})) or exists (
      select from regexp_matches(e.body, '[A-Za-z0-9_-]{4,80}', 'g') word (found) where word.found[1] in ${keptNames(now)}))`;
}
