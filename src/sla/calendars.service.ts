import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { TimeBase } from './business-time.js';
import type { Calendar } from './calendar.js';
import type { Desk } from './target.js';

/** Counts the clocks of a department to which no calendar was given. */
const DEFAULT_CALENDAR = 'office';

/** Calendar versions by id, kept in memory: a version never changes, a change is a new version. */
@Injectable()
export class Calendars {
  private readonly known = new Map<string, Calendar>();

  constructor(private readonly database: Database) {}

  /** Loads what is not known yet; the answer finds the base of a timer, null being wall clock. */
  async versions(ids: (string | null)[]): Promise<(id: string | null) => TimeBase> {
    const missing = [...new Set(ids)].filter((id) => id !== null && !this.known.has(id));
    if (missing.length > 0) await this.load(missing);
    return (id) => (id === null ? null : this.version(id));
  }

  /** Departments with the newest version of the calendar they work by. */
  async desks(departmentIds: string[]): Promise<Desk[]> {
    const rows = await this.database.rows<Omit<Desk, 'base'>>(sql`
      select d.id, d.key, v.id as calendar_version_id
        from department d
        left join department_calendar dc on dc.department_id = d.id
        join calendar c on c.id = dc.calendar_id or (dc.calendar_id is null and c.key = ${DEFAULT_CALENDAR})
        join lateral (
          select id from calendar_version where calendar_id = c.id order by version desc limit 1
        ) v on true
       where d.id = any(${departmentIds}::bigint[])`);
    const base = await this.versions(rows.map((row) => row.calendarVersionId));
    return rows.map((row) => ({ ...row, base: base(row.calendarVersionId) }));
  }

  private async load(ids: (string | null)[]): Promise<void> {
    const rows = await this.database.rows<Calendar & { id: string }>(
      sql`select id, zone, week, overrides from calendar_version where id = any(${ids}::bigint[])`,
    );
    for (const { id, ...calendar } of rows) this.known.set(id, calendar);
  }

  private version(id: string): Calendar {
    const calendar = this.known.get(id);
    if (!calendar) throw new Error(`calendar version ${id} does not exist`);
    return calendar;
  }
}
