import { Injectable } from '@nestjs/common';
import { Database, type Sql, sql } from '../platform/database/index.js';
import { CalendarPlans, type CalendarSaving } from '../hours/index.js';
import type { CalendarDraft } from '../hours/index.js';
import type { Changed } from '../hours/index.js';
import { type Change, ChangeImpact, type MoveChoice, type MovedPage } from './change-impact.service.js';
import { OfficialHolidays } from '../hours/index.js';
import type { StandingCalendar } from '../hours/index.js';
import { Targets } from './targets.service.js';

export interface Saving extends CalendarSaving {
  move: MoveChoice;
}

/** Changes the hours that departments work by, and moves the running timers that are chosen to follow. */
@Injectable()
export class CalendarChanges {
  constructor(
    private readonly database: Database,
    private readonly plans: CalendarPlans,
    private readonly holidays: OfficialHolidays,
    private readonly targets: Targets,
    private readonly impact: ChangeImpact,
  ) {}

  /**
   * Lists the running timers whose due time the draft would change if they were moved. It throws what
   * `CalendarPlans.save` throws.
   */
  async affected(draft: CalendarDraft, after: string | null = null): Promise<MovedPage> {
    return this.affectedBy(await this.plans.changes(draft), after);
  }

  /**
   * Saves the draft as the next version, together with the calendars that inherit from it. `move` says which running
   * timers follow. It returns how many did and throws what `CalendarPlans.save` throws.
   */
  async save(draft: CalendarDraft, { move, ...saving }: Saving): Promise<number> {
    return this.database.transaction(async () => this.move(await this.plans.save(draft, saving), move));
  }

  /** Lists the running timers that the list in `text` would move. It throws Invalid. */
  async affectedByHolidays(text: string, after: string | null = null): Promise<MovedPage> {
    return this.affectedBy(await this.holidays.changes(text), after);
  }

  /** Imports a list as `OfficialHolidays.import` does and returns how many running timers moved. */
  async importHolidays(text: string, source: string, { move, by }: Saving): Promise<number> {
    return this.database.transaction(async () =>
      this.move(await this.holidays.import(text, source, by), move),
    );
  }

  /** Lists the running timers that would move if the department were given this calendar. */
  async affectedByGiving(
    department: string,
    calendar: string,
    after: string | null = null,
  ): Promise<MovedPage> {
    await this.plans.requireKnown(calendar);
    const book = await this.targets.book({ hours: (standing) => standing.giving(department, calendar) });
    const which = ofDepartment(sql`(select id from department where key = ${department})`);
    return this.impact.affected({ book, which, exact: false }, after);
  }

  /** Makes the department's timers count in this calendar from now on; `move` means the same as for `save`. */
  async give(department: string, calendar: string, move: MoveChoice = 'none'): Promise<number> {
    return this.database.transaction(async () => {
      const which = ofDepartment(sql`${await this.plans.give(department, calendar)}`);
      return this.impact.apply({ book: await this.targets.book(), which, exact: false }, move);
    });
  }

  /** Computes the outcome in memory: nothing of `changed` needs to be saved. */
  private async affectedBy(changed: readonly Changed[], after: string | null): Promise<MovedPage> {
    const standing = changed.map(({ draft: { key }, calendar, calendarId }): StandingCalendar => {
      const base = { ...calendar, calendarId: calendarId ?? 'new' };
      return { key, versionId: 'draft', base };
    });
    const book = await this.targets.book({ hours: (present) => present.with(standing) });
    return this.impact.affected({ book, ...countedIn(changed) }, after);
  }

  /** Must be called after the new versions were written, in the same transaction. */
  private async move(changed: readonly Changed[], choice: MoveChoice): Promise<number> {
    return this.impact.apply({ book: await this.targets.book(), ...countedIn(changed) }, choice);
  }
}

function countedIn(changed: readonly Changed[]): Pick<Change, 'which' | 'exact'> {
  const keys = changed.map(({ draft }) => draft.key);
  const which = sql`t.calendar_version_id in (
    select v.id from calendar_version v join calendar c on c.id = v.calendar_id where c.key = any(${keys}))`;
  return { which, exact: true };
}

/** Selects the department's own timers and the customers' timers of tickets that the department has. */
function ofDepartment(id: Sql): Sql {
  return sql`(t.department_id = ${id} or exists (
    select 1 from ticket k where k.id = t.ticket_id and k.department_id = ${id}))`;
}
