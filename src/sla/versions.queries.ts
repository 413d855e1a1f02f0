import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { Calendar } from './calendar.js';
import type { CalendarDraft } from './calendar-draft.js';
import type { PolicyDraft } from './policy-draft.js';

/** `from` is when it was saved, null for what came with the program; `by` the name of who did. */
export interface Version {
  version: number;
  from: Date | null;
  by: string | null;
}

export interface CalendarVersion extends Version {
  draft: Omit<CalendarDraft, 'key' | 'name'>;
  resolved: Calendar;
}

export interface PolicyVersion extends Version {
  draft: PolicyDraft;
}

/** Earlier wordings are for reading: how many of the newest are shown. */
const MOST = 50;

/** What calendars and policies said before, the newest first. */
@Injectable()
export class Versions {
  constructor(private readonly database: Database) {}

  calendar(key: string): Promise<CalendarVersion[]> {
    return this.database.rows(sql`
      select v.version, v.created_at as "from", m.name as by, v.draft,
             jsonb_build_object('zone', v.zone, 'week', v.week, 'overrides', v.overrides) as resolved
        from calendar_version v join calendar c on c.id = v.calendar_id left join member m on m.id = v.saved_by
       where c.key = ${key} order by v.version desc limit ${MOST}`);
  }

  policy(key: string): Promise<PolicyVersion[]> {
    return this.database.rows(sql`
      select v.version, v.saved_at as "from", m.name as by, v.draft
        from policy_version v join policy p on p.id = v.policy_id left join member m on m.id = v.saved_by
       where p.key = ${key} order by v.version desc limit ${MOST}`);
  }
}
