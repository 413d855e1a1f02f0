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

/** Changes the hours that desks work by, and moves those of the running timers that are to follow. */
@Injectable()
export class CalendarChanges {
  constructor(
    private readonly database: Database,
    private readonly plans: CalendarPlans,
    private readonly holidays: OfficialHolidays,
    private readonly targets: Targets,
    private readonly impact: ChangeImpact,
  ) {}

  /** The running timers whose due time the draft would move, were they moved. Throws as `CalendarPlans.save` does. */
  async affected(draft: CalendarDraft, after: string | null = null): Promise<MovedPage> {
    return this.affectedBy(await this.plans.changes(draft), after);
  }

  /**
   * Saves the draft as the next version, and the calendars that inherit from it; `move` says which running timers
   * follow. Returns how many did. Throws as `CalendarPlans.save` does.
   */
  async save(draft: CalendarDraft, { move, ...saving }: Saving): Promise<number> {
    return this.database.transaction(async () => this.move(await this.plans.save(draft, saving), move));
  }

  /** The running timers that the list in `text` would move. Throws Invalid. */
  async affectedByHolidays(text: string, after: string | null = null): Promise<MovedPage> {
    return this.affectedBy(await this.holidays.changes(text), after);
  }

  /** Keeps a list as `OfficialHolidays.import` does. Returns how many running timers moved. */
  async importHolidays(text: string, source: string, { move, by }: Saving): Promise<number> {
    return this.database.transaction(async () =>
      this.move(await this.holidays.import(text, source, by), move),
    );
  }

  /** The running timers that giving the department this calendar would move. */
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

  /** From now on the department's timers count in this calendar; `move` as for `save`. */
  async give(department: string, calendar: string, move: MoveChoice = 'none'): Promise<number> {
    return this.database.transaction(async () => {
      const which = ofDepartment(sql`${await this.plans.give(department, calendar)}`);
      return this.impact.apply({ book: await this.targets.book(), which, exact: false }, move);
    });
  }

  /** As it would be: nothing of `changed` needs to be saved. */
  private async affectedBy(changed: readonly Changed[], after: string | null): Promise<MovedPage> {
    const standing = changed.map(({ draft: { key }, calendar, calendarId }): StandingCalendar => {
      const base = { ...calendar, calendarId: calendarId ?? 'new' };
      return { key, versionId: 'draft', base };
    });
    const book = await this.targets.book({ hours: (present) => present.with(standing) });
    return this.impact.affected({ book, ...countedIn(changed) }, after);
  }

  /** After the new versions were written, in their transaction. */
  private async move(changed: readonly Changed[], choice: MoveChoice): Promise<number> {
    return this.impact.apply({ book: await this.targets.book(), ...countedIn(changed) }, choice);
  }
}

/** The timers that count in one of these calendars. */
function countedIn(changed: readonly Changed[]): Pick<Change, 'which' | 'exact'> {
  const keys = changed.map(({ draft }) => draft.key);
  const which = sql`t.calendar_version_id in (
    select v.id from calendar_version v join calendar c on c.id = v.calendar_id where c.key = any(${keys}))`;
  return { which, exact: true };
}

/** Its own timers, and the customers' timers of the tickets on its desk. */
function ofDepartment(id: Sql): Sql {
  return sql`(t.department_id = ${id} or exists (
    select 1 from ticket k where k.id = t.ticket_id and k.department_id = ${id}))`;
}
