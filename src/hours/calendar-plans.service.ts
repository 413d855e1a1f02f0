import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import type { Calendar } from './calendar.js';
import { type CalendarDraft, type DraftProblem, draftProblems } from './calendar-draft.js';
import { type Changed, CalendarStore, differing, type KeptCalendars } from './calendar-store.service.js';
import { ancestry, followedBy, heirs, resolve } from './inheritance.js';
import { preview, type PreviewDay } from './preview.js';

/** `departments` holds the keys of the departments that were given this calendar; all others work by `office`. */
export interface CalendarPlan extends CalendarDraft {
  version: number;
  /** This is the complete calendar after its base and the official days were applied. */
  resolved: Calendar;
  /** This is the region whose official list the calendar follows, either directly or through its base. */
  follows: string | null;
  departments: string[];
}

export interface CalendarSaving {
  /**
   * This is the version that the editor started from. Saving throws Conflict (`changed_meanwhile`) when there is a
   * newer one.
   */
  expected?: number;
  by?: string;
}

/**
 * Does what an administrator can do to calendars. Every change is saved as a new version, also of the calendars that
 * inherit it.
 */
@Injectable()
export class CalendarPlans {
  constructor(
    private readonly database: Database,
    private readonly store: CalendarStore,
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

  /** Shows the days from `date` ("2026-11-21") on as bars. It throws what `save` throws. */
  async preview(draft: CalendarDraft, date: string, days = 14): Promise<PreviewDay[]> {
    return preview(checked(draft, await this.store.read()), date, days);
  }

  /**
   * Returns the calendars that saving the draft would change: the calendar itself, and its heirs whose hours would
   * differ.
   */
  async changes(draft: CalendarDraft): Promise<Changed[]> {
    return changes(draft, await this.store.read());
  }

  /**
   * Saves the draft as the next version, together with the calendars that inherit from it, and returns all of them. It
   * throws Invalid (`invalid_calendar`) with `details.fields`, e.g. `{"week.mon": "overlapping_windows"}`.
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
      return changed;
    });
  }

  /** Throws Invalid when there is no calendar with that key. */
  async requireKnown(calendar: string): Promise<void> {
    const { drafts } = await this.store.read();
    if (!drafts.has(calendar)) throw Invalid.field('calendar', 'unknown');
  }

  /** Makes the department work by this calendar from now on and returns the department's id. */
  async give(department: string, calendar: string): Promise<string> {
    const given = await this.database.maybe<{ departmentId: string }>(sql`
      insert into department_calendar (department_id, calendar_id)
      select d.id, c.id from department d, calendar c where d.key = ${department} and c.key = ${calendar}
      on conflict (department_id) do update set calendar_id = excluded.calendar_id returning department_id`);
    if (!given) throw Invalid.field('calendar', 'unknown');
    return given.departmentId;
  }

  private async given(): Promise<{ department: string; calendar: string }[]> {
    return this.database.rows(sql`
      select d.key as department, c.key as calendar
        from department_calendar dc join department d on d.id = dc.department_id join calendar c on c.id = dc.calendar_id
       order by d.position, d.id`);
  }
}

/** Resolves the draft into a calendar, or throws Invalid. */
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

/** Returns the draft itself and those of its heirs whose hours change with it. */
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
