import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { Calendar } from './calendar.js';
import type { CalendarDraft } from './calendar-draft.js';

/** `from` is when the version was saved, or null if it came with the program. `by` is a name. */
export interface Version {
  version: number;
  from: Date | null;
  by: string | null;
}

export interface CalendarVersion extends Version {
  draft: Omit<CalendarDraft, 'key' | 'name'>;
  resolved: Calendar;
}

const MOST = 50;

@Injectable()
export class CalendarHistory {
  constructor(private readonly database: Database) {}

  of(key: string): Promise<CalendarVersion[]> {
    return this.database.rows(sql`
      select v.version, v.created_at as "from", m.name as by, v.draft,
             jsonb_build_object('zone', v.zone, 'week', v.week, 'overrides', v.overrides) as resolved
        from calendar_version v join calendar c on c.id = v.calendar_id left join member m on m.id = v.saved_by
       where c.key = ${key} order by v.version desc limit ${MOST}`);
  }
}
