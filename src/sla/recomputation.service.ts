import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Calendars } from '../hours/index.js';
import type { Entry } from './ledger.js';
import { type Difference, differences } from './ledger-differences.js';
import { readRow, type TimerColumns } from './timer-columns.js';

export interface Recomputed {
  timers: number;
  differing: number;
  differences: Difference[];
}

const PAGE = 500;
const MOST_DIFFERENCES = 200;

@Injectable()
export class Recomputation {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly calendars: Calendars,
  ) {}

  async compare(): Promise<Recomputed> {
    const found: Recomputed = { timers: 0, differing: 0, differences: [] };
    for (let after: string | null = '0'; after !== null;) {
      const page = await this.page(after);
      found.timers += page.length;
      for (const differing of await this.compared(page)) {
        found.differing += 1;
        found.differences.push(...differing);
      }
      found.differences.length = Math.min(found.differences.length, MOST_DIFFERENCES);
      after = page.length < PAGE ? null : page.at(-1)!.id;
    }
    return found;
  }

  private async compared(page: Told[]): Promise<Difference[][]> {
    const hours = await this.calendars.versions(page.map((row) => row.calendarVersionId));
    const now = this.clock.now();
    return page
      .map(({ entries, brokenBefore, ...row }) =>
        differences(readRow(row), entries, { hours: hours(row.calendarVersionId), now, brokenBefore }),
      )
      .filter((found) => found.length > 0);
  }

  /** One statement reads the timers and their histories, so that both are of the same moment. */
  private page(after: string): Promise<Told[]> {
    return this.database.rows<Told>(sql`
      select t.*, k.number, k.department_id as ticket_department_id, e.entries, before.broken_at as broken_before
        from (select * from timer where id > ${after} order by id limit ${PAGE}) t
        join ticket k on k.id = t.ticket_id
        left join timer before on before.id = t.replaces
        left join lateral (
          select coalesce(jsonb_agg(jsonb_build_object('name', name, 'data', data) order by id), '[]') as entries
            from event where subject_type = 'ticket' and subject_id = t.ticket_id
             and name like 'sla.%' and data ->> 'timerId' = t.id::text
        ) e on true
       order by t.id`);
  }
}

type Told = TimerColumns & { id: string; entries: Entry[]; brokenBefore: Date | null };
