import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { KeptCalendar } from './calendar.js';
import { type Desk, type StandingCalendar, StandingHours } from './standing-hours.js';

/** Versions are kept in memory, which is safe because a version never changes. */
@Injectable()
export class Calendars {
  private readonly known = new Map<string, KeptCalendar>();

  constructor(private readonly database: Database) {}

  async versions(ids: (string | null)[]): Promise<(id: string | null) => KeptCalendar | null> {
    const missing = [...new Set(ids)].filter((id) => id !== null && !this.known.has(id));
    if (missing.length > 0) await this.load(missing);
    return (id) => (id === null ? null : this.version(id));
  }

  async hours(): Promise<StandingHours> {
    const { desks, calendars } = await this.database.one<{
      desks: Desk[];
      calendars: Omit<StandingCalendar, 'base'>[];
    }>(sql`
      select (select coalesce(json_agg(json_build_object('id', d.id::text, 'key', d.key, 'calendar', c.key)), '[]')
                from department d
                left join department_calendar dc on dc.department_id = d.id
                left join calendar c on c.id = dc.calendar_id) as desks,
             (select json_agg(json_build_object('key', c.key, 'versionId', v.id::text))
                from calendar c cross join lateral (
                  select id from calendar_version where calendar_id = c.id order by version desc limit 1
                ) v) as calendars`);
    const base = await this.versions(calendars.map(({ versionId }) => versionId));
    const standing = calendars.map((row) => ({ ...row, base: base(row.versionId) as KeptCalendar }));
    return new StandingHours(standing, desks);
  }

  private async load(ids: (string | null)[]): Promise<void> {
    const rows = await this.database.rows<KeptCalendar & { id: string }>(
      sql`select id, calendar_id, zone, week, overrides from calendar_version where id = any(${ids}::bigint[])`,
    );
    for (const { id, ...calendar } of rows) this.known.set(id, calendar);
  }

  private version(id: string): KeptCalendar {
    const calendar = this.known.get(id);
    if (!calendar) throw new Error(`calendar version ${id} does not exist`);
    return calendar;
  }
}
