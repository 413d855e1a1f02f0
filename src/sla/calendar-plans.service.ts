import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import type { Calendar } from './calendar.js';
import { type CalendarDraft, type DraftProblem, draftProblems } from './calendar-draft.js';
import { type Changed, CalendarShelf, differing, type Shelf } from './calendar-shelf.service.js';
import { Departing } from './departing.service.js';
import { ancestry, followedBy, heirs, resolve } from './inheritance.js';
import type { MoveChoice, MovedPage } from './moves.service.js';
import { preview, type PreviewDay } from './preview.js';

/** `departments` are the keys of those that were given this calendar; all others work by `office`. */
export interface CalendarPlan extends CalendarDraft {
  version: number;
  /** What it came to: base, official days and all. */
  resolved: Calendar;
  /** The region whose list it follows, by itself or by its base. */
  follows: string | null;
  departments: string[];
}

export interface Saving {
  move: MoveChoice;
  /** The version that was changed; Conflict (`changed_meanwhile`) where there is a newer one. */
  expected?: number;
  /** The member who saves. */
  by?: string;
}

/** What an administrator does to calendars. Every change is a new version, of heirs too. */
@Injectable()
export class CalendarPlans {
  constructor(
    private readonly database: Database,
    private readonly shelf: CalendarShelf,
    private readonly departing: Departing,
  ) {}

  async list(): Promise<CalendarPlan[]> {
    const shelf = await this.shelf.read();
    const given = await this.given();
    return [...shelf.drafts.values()].map((draft) => ({
      ...draft,
      version: shelf.versions.get(draft.key)!.version,
      resolved: shelf.versions.get(draft.key)!.calendar,
      follows: followedBy(draft, shelf.drafts),
      departments: given.filter(({ calendar }) => calendar === draft.key).map(({ department }) => department),
    }));
  }

  /** The days from `date` ("2026-11-21") on as bars. Throws as `save` does. */
  async preview(draft: CalendarDraft, date: string, days = 14): Promise<PreviewDay[]> {
    return preview(checked(draft, await this.shelf.read()), date, days);
  }

  /** The running clocks whose due time the draft would move, were they moved. Throws as `save` does. */
  async affected(draft: CalendarDraft, after: string | null = null): Promise<MovedPage> {
    return this.departing.affected(changes(draft, await this.shelf.read()), after);
  }

  /**
   * Saves the draft as the next version, and the calendars that inherit from it; `move` says which clocks that run
   * follow. Returns how many did. Throws Invalid with `details.fields`, e.g.
   * `{"week.mon": "overlapping_windows"}`.
   */
  async save(draft: CalendarDraft, { move, expected, by }: Saving): Promise<number> {
    return this.database.transaction(async () => {
      await this.shelf.lock();
      const shelf = await this.shelf.read();
      const present = shelf.versions.get(draft.key)?.version ?? 0;
      if (expected !== undefined && expected !== present) {
        throw new Conflict('changed_meanwhile', 'Somebody saved this calendar meanwhile.', {
          version: present,
        });
      }
      const changed = changes(draft, shelf);
      await this.shelf.write(changed, by);
      return this.departing.move(changed, move);
    });
  }

  /** The running clocks that giving the department this calendar would move. */
  async affectedByGiving(
    department: string,
    calendar: string,
    after: string | null = null,
  ): Promise<MovedPage> {
    const shelf = await this.shelf.read();
    if (!shelf.drafts.has(calendar)) throw Invalid.field('calendar', 'unknown');
    return this.departing.affectedDepartment(department, calendar, after);
  }

  /** From now on the department's clocks are counted in this calendar; `move` as for `save`. */
  async give(department: string, calendar: string, move: MoveChoice = 'none'): Promise<number> {
    return this.database.transaction(async () => {
      const given = await this.database.maybe<{ departmentId: string }>(sql`
        insert into department_calendar (department_id, calendar_id)
        select d.id, c.id from department d, calendar c where d.key = ${department} and c.key = ${calendar}
        on conflict (department_id) do update set calendar_id = excluded.calendar_id returning department_id`);
      if (!given) throw Invalid.field('calendar', 'unknown');
      return this.departing.moveDepartment(given.departmentId, move);
    });
  }

  private async given(): Promise<{ department: string; calendar: string }[]> {
    return this.database.rows(sql`
      select d.key as department, c.key as calendar
        from department_calendar dc join department d on d.id = dc.department_id join calendar c on c.id = dc.calendar_id
       order by d.position, d.id`);
  }
}

/** What the draft comes to. Throws Invalid. */
function checked(draft: CalendarDraft, shelf: Shelf): Calendar {
  const drafts = new Map(shelf.drafts).set(draft.key, draft);
  const calendar = () => resolve(draft, drafts, shelf.holidays);
  const problems = relations(draft, shelf) ?? draftProblems(draft, calendar);
  if (problems.length > 0) {
    throw Invalid.fields(Object.fromEntries(problems.map(({ field, fault }) => [field, fault])));
  }
  return calendar();
}

/** The draft itself, and its heirs where their hours change with it. */
function changes(draft: CalendarDraft, shelf: Shelf): Changed[] {
  const own = { draft, calendar: checked(draft, shelf) };
  const drafts = new Map(shelf.drafts).set(draft.key, draft);
  const below = heirs(draft.key, drafts);
  const others = differing(shelf, drafts, shelf.holidays).filter(
    (changed) => changed.draft.key !== draft.key && below.includes(changed.draft.key),
  );
  for (const heir of others) checked(heir.draft, { ...shelf, drafts });
  return [own, ...others];
}

function relations({ key, base, holidays }: CalendarDraft, shelf: Shelf): DraftProblem[] | undefined {
  if (base && !shelf.drafts.has(base)) return [{ field: 'base', fault: 'unknown' }];
  if (base && ancestry(base, shelf.drafts).includes(key)) return [{ field: 'base', fault: 'circular_base' }];
  if (holidays && !shelf.regions.includes(holidays)) return [{ field: 'holidays', fault: 'unknown' }];
  return undefined;
}
