import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { Calendar } from './calendar.js';
import type { CalendarDraft, HolidayDay } from './calendar-draft.js';
import { type Drafts, type Holidays, resolve } from './inheritance.js';

export interface KeptCalendars {
  drafts: Drafts;
  versions: ReadonlyMap<string, { id: string; version: number; calendar: Calendar }>;
  holidays: Holidays;
  regions: string[];
}

export interface Changed {
  calendarId: string | null;
  draft: CalendarDraft;
  calendar: Calendar;
}

@Injectable()
export class CalendarStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Two members who save at the same moment take turns. Call it in a transaction. */
  async lock(): Promise<void> {
    await this.database.run(sql`lock table calendar in share row exclusive mode`);
  }

  async read(): Promise<KeptCalendars> {
    const rows = await this.database.rows<
      Calendar & {
        id: string;
        version: number;
        draft: CalendarDraft;
        key: string;
        name: CalendarDraft['name'];
      }
    >(sql`
      select distinct on (c.id) c.id, c.key, c.name, v.version, v.draft, v.zone, v.week, v.overrides
        from calendar c join calendar_version v on v.calendar_id = c.id
       order by c.id, v.version desc`);
    const lists = await this.database.rows<{ region: string; days: HolidayDay[] }>(
      sql`select region, jsonb_agg(day order by year, day ->> 'date') as days
            from holiday_list, jsonb_array_elements(days) day group by region`,
    );
    const byRegion = new Map(lists.map(({ region, days }) => [region, days]));
    return {
      drafts: new Map(rows.map(({ key, name, draft }) => [key, { ...draft, key, name }])),
      versions: new Map(
        rows.map(({ id, key, version, zone, week, overrides }) => [
          key,
          { id, version, calendar: { zone, week, overrides } },
        ]),
      ),
      holidays: (region) => byRegion.get(region) ?? [],
      regions: [...byRegion.keys()],
    };
  }

  async write(changed: readonly Changed[], by: string | null = null): Promise<void> {
    const rows = changed.map(({ draft: { key, name, ...draft }, calendar }) => ({
      key,
      name,
      draft,
      calendar,
    }));
    await this.database.run(sql`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as row (key text, name jsonb, draft jsonb, calendar jsonb)
      ), kept as (
        insert into calendar (key, name) select key, name from given
        on conflict (key) do update set name = excluded.name returning id, key
      )
      insert into calendar_version (calendar_id, version, draft, zone, week, overrides, created_at, saved_by)
      select id, 1 + coalesce((select max(version) from calendar_version where calendar_id = kept.id), 0), draft,
             calendar ->> 'zone', calendar -> 'week', calendar -> 'overrides', ${this.clock.now()}, ${by}::bigint
        from given join kept using (key)`);
  }
}

export function differing({ versions }: KeptCalendars, drafts: Drafts, holidays: Holidays): Changed[] {
  return [...drafts.values()]
    .map((draft) => ({
      draft,
      calendarId: versions.get(draft.key)?.id ?? null,
      calendar: resolve(draft, drafts, holidays),
    }))
    .filter(({ draft, calendar }) => !isSame(versions.get(draft.key)?.calendar, calendar));
}

function isSame(one: Calendar | undefined, other: Calendar): boolean {
  return one !== undefined && stable(one) === stable(other);
}

function stable({ zone, week, overrides }: Calendar): string {
  const sorted = (days: object) => Object.entries(days).sort(([a], [b]) => a.localeCompare(b));
  return JSON.stringify([zone, sorted(week), sorted(overrides)]);
}
