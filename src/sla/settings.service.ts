import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Invalid } from '../platform/http/index.js';
import { type Calendar, calendarProblems } from './calendar.js';
import type { Name } from './defaults.js';
import { METRICS } from './metrics.js';
import type { Policy } from './target.js';

/** `departments` are the keys of those that were given this calendar; all others work by `office`. */
export interface CalendarSetting extends Calendar {
  key: string;
  name: Name;
  version: number;
  departments: string[];
}

/** In the order in which they are tried. A metric without a target is promised nothing. */
export interface PolicySetting extends Policy {
  name: Name;
}

@Injectable()
export class SlaSettings {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Every calendar in its newest version. */
  async calendars(): Promise<CalendarSetting[]> {
    return this.database.rows<CalendarSetting>(sql`
      select distinct on (c.id) c.key, c.name, v.version, v.zone, v.week, v.overrides,
             array(select d.key from department_calendar dc join department d on d.id = dc.department_id
                    where dc.calendar_id = c.id order by d.position, d.id) as departments
        from calendar c join calendar_version v on v.calendar_id = c.id
       order by c.id, v.version desc`);
  }

  async policies(): Promise<PolicySetting[]> {
    return this.database.rows<PolicySetting>(sql`
      select p.id, p.key, p.name, p.conditions,
             coalesce(jsonb_agg(jsonb_build_object('metric', t.metric, 'seconds', t.seconds, 'clock', t.clock,
                                                   'warnShare', t.warn_share)
                                order by array_position(${METRICS}::text[], t.metric))
                      filter (where t.metric is not null), '[]') as targets
        from policy p left join policy_target t on t.policy_id = p.id
       group by p.id order by p.position, p.id`);
  }

  /**
   * Saves a calendar as its next version; clocks that run already keep theirs. Throws Invalid with
   * `details.fields`, e.g. `{"week.mon": "overlapping_windows"}`.
   */
  async saveCalendar(key: string, name: Name, calendar: Calendar): Promise<void> {
    const problems = calendarProblems(calendar);
    if (problems.length > 0) {
      const fields = Object.fromEntries(problems.map(({ field, fault }) => [field, fault]));
      throw new Invalid('invalid_calendar', 'The calendar cannot be worked with', { fields });
    }
    const { zone, week, overrides } = calendar;
    await this.database.run(sql`
      with kept as (
        insert into calendar (key, name) values (${key}, ${JSON.stringify(name)}::jsonb)
        on conflict (key) do update set name = excluded.name returning id
      )
      insert into calendar_version (calendar_id, version, zone, week, overrides, created_at)
      select id, 1 + coalesce((select max(version) from calendar_version where calendar_id = kept.id), 0),
             ${zone}, ${JSON.stringify(week)}::jsonb, ${JSON.stringify(overrides)}::jsonb, ${this.clock.now()}
        from kept`);
  }

  /** From now on the department's new clocks are counted in this calendar. */
  async giveCalendar(department: string, calendar: string): Promise<void> {
    const given = await this.database.run(sql`
      insert into department_calendar (department_id, calendar_id)
      select d.id, c.id from department d, calendar c where d.key = ${department} and c.key = ${calendar}
      on conflict (department_id) do update set calendar_id = excluded.calendar_id`);
    if (given === 0)
      throw Invalid.field('calendar', `No department ${department} or no calendar ${calendar}`);
  }
}
