import { Injectable } from '@nestjs/common';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { FileCleaning } from '../platform/files/index.js';
import type { RetentionDays } from './classes.js';
import { OldMonths } from './old-months.service.js';
import { OLD_ROWS, type OldRows } from './old-rows.js';

/** Counts of rows, and for events the months. */
export interface RemovedRows {
  deliveries: number;
  messages: number;
  tickets: number;
  envelopes: number;
  months: string[];
}

const BATCH = 500;
const DAY_MS = 86_400_000;

/** Removes what is older than its class is kept, in batches, and leaves what an open ticket, a refund or a hold names. */
@Injectable()
export class Removal {
  constructor(
    private readonly database: Database,
    private readonly files: FileCleaning,
    private readonly months: OldMonths,
  ) {}

  /** Says what a run would remove now, and removes nothing. */
  async wouldRemove(days: RetentionDays, now = new Date()): Promise<RemovedRows> {
    const { from, id, where } = OLD_ROWS.tickets;
    const going = sql`select ${id} from ${from} where ${where(before(days.tickets, now), now)}`;
    return {
      deliveries: await this.count(OLD_ROWS.deliveries, before(days.deliveries, now), now),
      messages: await this.count(OLD_ROWS.messages, before(days.messages, now), now),
      tickets: await this.count(OLD_ROWS.tickets, before(days.tickets, now), now),
      envelopes: await this.months.envelopes(before(days.envelopes, now), now),
      months: (await this.months.events(before(days.events, now), now, going)).map(({ month }) => month),
    };
  }

  async run(days: RetentionDays, now: Date): Promise<RemovedRows> {
    const deliveries = await this.remove(OLD_ROWS.deliveries, before(days.deliveries, now), now);
    const messages = await this.remove(OLD_ROWS.messages, before(days.messages, now), now);
    const tickets = await this.remove(OLD_ROWS.tickets, before(days.tickets, now), now);
    const envelopes = await this.months.removeEnvelopes(before(days.envelopes, now), now);
    const months = await this.months.drop(await this.months.events(before(days.events, now), now));
    return { deliveries, messages, tickets, envelopes, months };
  }

  private async count({ from, where }: OldRows, older: Date, now: Date): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(
      sql`select count(*)::int count from ${from} where ${where(older, now)}`,
    );
    return count;
  }

  private async remove(rows: OldRows, older: Date, now: Date): Promise<number> {
    for (let removed = 0; ;) {
      const paths: string[] = [];
      const count = await this.database.transaction(() => this.batch(rows, rows.where(older, now), paths));
      await this.files.forget(paths);
      removed += count;
      if (count < BATCH) return removed;
    }
  }

  private async batch(
    { from, id, files, statements }: OldRows,
    where: Sql,
    paths: string[],
  ): Promise<number> {
    const found = await this.database.rows<{ id: string }>(
      sql`select ${id} from ${from} where ${where} order by ${id} limit ${BATCH} for update of r skip locked`,
    );
    const ids = found.map((row) => row.id);
    if (ids.length === 0) return 0;
    if (files) paths.push(...(await this.pathsOf(ids)));
    for (const statement of statements(sql`(select unnest(${ids}::bigint[]))`))
      await this.database.run(statement);
    return ids.length;
  }

  private async pathsOf(messages: string[]): Promise<string[]> {
    const rows = await this.database.rows<{ path: string }>(sql`
      select path from stored_file where message_id = any(${messages}::bigint[])
      union select playable_path from stored_file
       where message_id = any(${messages}::bigint[]) and playable_path is not null`);
    return rows.map(({ path }) => path);
  }
}

function before(days: number, now: Date): Date {
  return new Date(now.getTime() - days * DAY_MS);
}
