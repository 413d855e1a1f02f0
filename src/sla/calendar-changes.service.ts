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

@Injectable()
export class CalendarChanges {
  constructor(
    private readonly database: Database,
    private readonly plans: CalendarPlans,
    private readonly holidays: OfficialHolidays,
    private readonly targets: Targets,
    private readonly impact: ChangeImpact,
  ) {}

  async affected(draft: CalendarDraft, after: string | null = null): Promise<MovedPage> {
    return this.affectedBy(await this.plans.changes(draft), after);
  }

  /** Returns how many running timers moved. Throws as `CalendarPlans.save` does. */
  async save(draft: CalendarDraft, { move, ...saving }: Saving): Promise<number> {
    return this.database.transaction(async () => this.move(await this.plans.save(draft, saving), move));
  }

  async affectedByHolidays(text: string, after: string | null = null): Promise<MovedPage> {
    return this.affectedBy(await this.holidays.changes(text), after);
  }

  async importHolidays(text: string, source: string, { move, by }: Saving): Promise<number> {
    return this.database.transaction(async () =>
      this.move(await this.holidays.import(text, source, by), move),
    );
  }

  async affectedByGiving(
    department: string,
    calendar: string,
    after: string | null = null,
  ): Promise<MovedPage> {
    await this.plans.requireKnown(calendar);
    const book = await this.targets.book({ hours: (standing) => standing.giving(department, calendar) });
    const which = ofDepartment(sql`(select id from department where key = ${department})`);
    return this.impact.affected({ cause: 'calendar', book, which, exact: false }, after);
  }

  async give(department: string, calendar: string, move: MoveChoice = 'none'): Promise<number> {
    return this.database.transaction(async () => {
      const which = ofDepartment(sql`${await this.plans.give(department, calendar)}`);
      const book = await this.targets.book();
      return this.impact.apply({ cause: 'calendar', book, which, exact: false }, move);
    });
  }

  private async affectedBy(changed: readonly Changed[], after: string | null): Promise<MovedPage> {
    const standing = changed.map(({ draft: { key }, calendar, calendarId }): StandingCalendar => {
      const base = { ...calendar, calendarId: calendarId ?? 'new' };
      return { key, versionId: 'draft', base };
    });
    const book = await this.targets.book({ hours: (present) => present.with(standing) });
    return this.impact.affected({ book, ...countedIn(changed) }, after);
  }

  /** Must be called in the transaction that has written the new versions. */
  private async move(changed: readonly Changed[], choice: MoveChoice): Promise<number> {
    return this.impact.apply({ book: await this.targets.book(), ...countedIn(changed) }, choice);
  }
}

function countedIn(changed: readonly Changed[]): Omit<Change, 'book'> {
  const keys = changed.map(({ draft }) => draft.key);
  const which = sql`t.calendar_version_id in (
    select v.id from calendar_version v join calendar c on c.id = v.calendar_id where c.key = any(${keys}))`;
  return { cause: 'calendar', which, exact: true };
}

/** Selects the department's own timers and the customers' timers of tickets that the department has. */
function ofDepartment(id: Sql): Sql {
  return sql`(t.department_id = ${id} or exists (
    select 1 from ticket k where k.id = t.ticket_id and k.department_id = ${id}))`;
}
