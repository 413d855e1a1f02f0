import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../platform/audit/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import type { Calendar } from './calendar.js';
import { type CalendarDraft, type DraftProblem, draftProblems } from './calendar-draft.js';
import { type Changed, CalendarStore, differing, type KeptCalendars } from './calendar-store.service.js';
import { ancestry, followedBy, heirs, resolve } from './inheritance.js';
import { preview, type PreviewDay } from './preview.js';

export interface CalendarPlan extends CalendarDraft {
  version: number;
  resolved: Calendar;
  /** The calendar follows the official list of this region, directly or through its base. */
  follows: string | null;
  departments: string[];
}

export interface CalendarSaving {
  /**
   * A member has edited this version of the calendar. Saving throws `Conflict` (`changed_meanwhile`) if there
   * is a newer one.
   */
  expected?: number;
  by?: string;
}

@Injectable()
export class CalendarPlans {
  constructor(
    private readonly database: Database,
    private readonly store: CalendarStore,
    private readonly audit: Audit,
  ) {}

  async list(): Promise<CalendarPlan[]> {
    const kept = await this.store.read();
    const given = await this.given();
    return [...kept.drafts.values()].map((draft) => ({
      ...draft,
      version: kept.versions.get(draft.key)!.version,
      resolved: kept.versions.get(draft.key)!.calendar,
      follows: followedBy(draft, kept.drafts),
      departments: given.filter(({ calendar }) => calendar === draft.key).map(({ department }) => department),
    }));
  }

  async preview(draft: CalendarDraft, date: string, days = 14): Promise<PreviewDay[]> {
    return preview(checked(draft, await this.store.read()), date, days);
  }

  async changes(draft: CalendarDraft): Promise<Changed[]> {
    return changes(draft, await this.store.read());
  }

  /**
   * Saves the next version of the calendar and of those below it whose hours change. Throws `Invalid` with a
   * fault for each path, for example `{"week.mon": "overlapping_windows"}`.
   */
  async save(draft: CalendarDraft, { expected, by }: CalendarSaving = {}): Promise<Changed[]> {
    return this.database.transaction(async () => {
      await this.store.lock();
      const kept = await this.store.read();
      const present = kept.versions.get(draft.key)?.version ?? 0;
      if (expected !== undefined && expected !== present) {
        throw new Conflict('changed_meanwhile', {
          version: present,
        });
      }
      const changed = changes(draft, kept);
      await this.store.write(changed, by);
      await this.audit.record({
        action: present === 0 ? 'calendar.added' : 'calendar.changed',
        subject: { type: 'calendar', id: draft.key },
        ...difference(kept.drafts.get(draft.key), draft),
      });
      return changed;
    });
  }

  async requireKnown(calendar: string): Promise<void> {
    const { drafts } = await this.store.read();
    if (!drafts.has(calendar)) throw Invalid.field('calendar', 'unknown');
  }

  async give(department: string, calendar: string): Promise<string> {
    return this.database.transaction(async () => {
      const before = (await this.given()).find((one) => one.department === department)?.calendar;
      const given = await this.database.maybe<{ departmentId: string }>(sql`
        insert into department_calendar (department_id, calendar_id)
        select d.id, c.id from department d, calendar c where d.key = ${department} and c.key = ${calendar}
        on conflict (department_id) do update set calendar_id = excluded.calendar_id returning department_id`);
      if (!given) throw Invalid.field('calendar', 'unknown');
      const subject = { type: 'department', id: given.departmentId };
      const changed = difference({ calendar: before }, { calendar });
      await this.audit.record({ action: 'department.calendar_given', subject, ...changed });
      return given.departmentId;
    });
  }

  private async given(): Promise<{ department: string; calendar: string }[]> {
    return this.database.rows(sql`
      select d.key as department, c.key as calendar
        from department_calendar dc join department d on d.id = dc.department_id join calendar c on c.id = dc.calendar_id
       order by d.position, d.id`);
  }
}

function checked(draft: CalendarDraft, kept: KeptCalendars): Calendar {
  const drafts = new Map(kept.drafts).set(draft.key, draft);
  const calendar = () => resolve(draft, drafts, kept.holidays);
  const problems = relations(draft, kept) ?? draftProblems(draft, calendar);
  if (problems.length > 0) {
    const fields = Object.fromEntries(problems.map(({ field, fault }) => [field, fault]));
    throw Invalid.fields(fields);
  }
  return calendar();
}

function changes(draft: CalendarDraft, kept: KeptCalendars): Changed[] {
  const calendarId = kept.versions.get(draft.key)?.id ?? null;
  const own = { draft, calendarId, calendar: checked(draft, kept) };
  const drafts = new Map(kept.drafts).set(draft.key, draft);
  const below = heirs(draft.key, drafts);
  const others = differing(kept, drafts, kept.holidays).filter(
    (changed) => changed.draft.key !== draft.key && below.includes(changed.draft.key),
  );
  for (const heir of others) checked(heir.draft, { ...kept, drafts });
  return [own, ...others];
}

function relations({ key, base, holidays }: CalendarDraft, kept: KeptCalendars): DraftProblem[] | undefined {
  if (base && !kept.drafts.has(base)) return [{ field: 'base', fault: 'unknown' }];
  if (base && ancestry(base, kept.drafts).includes(key)) return [{ field: 'base', fault: 'circular_base' }];
  if (holidays && !kept.regions.includes(holidays)) return [{ field: 'holidays', fault: 'unknown' }];
  return undefined;
}
