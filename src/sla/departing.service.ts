import { Injectable } from '@nestjs/common';
import { Database, type Sql, sql } from '../platform/database/index.js';
import type { Changed } from './calendar-shelf.service.js';
import { Calendars } from './calendars.service.js';
import { type Change, type MoveChoice, type MovedPage, Moves } from './moves.service.js';
import type { StandingCalendar } from './standing-hours.js';
import { TargetBook } from './target.js';
import { Targets } from './targets.service.js';

/** Which running clocks leave the hours they were started in, when these change. */
@Injectable()
export class Departing {
  constructor(
    private readonly database: Database,
    private readonly calendars: Calendars,
    private readonly targets: Targets,
    private readonly moves: Moves,
  ) {}

  /** As it would be: nothing of `changed` needs to be saved. */
  async affected(changed: readonly Changed[], after: string | null): Promise<MovedPage> {
    const hours = await this.calendars.hours();
    const ids = await this.ids(changed);
    const standing = changed.map(({ draft: { key }, calendar }): StandingCalendar => {
      const base = { ...calendar, calendarId: ids.get(key) ?? 'new' };
      return { key, versionId: 'draft', base };
    });
    const book = new TargetBook(await this.targets.policies(), hours.with(standing));
    return this.moves.affected(this.change(book, changed), after);
  }

  /** After the new versions were written, in their transaction. */
  async move(changed: readonly Changed[], choice: MoveChoice): Promise<number> {
    return this.moves.apply(this.change(await this.targets.book(), changed), choice);
  }

  /** As it would be, were the department given that calendar. */
  async affectedDepartment(department: string, calendar: string, after: string | null): Promise<MovedPage> {
    const hours = (await this.calendars.hours()).giving(department, calendar);
    const book = new TargetBook(await this.targets.policies(), hours);
    const which = ofDepartment(sql`(select id from department where key = ${department})`);
    return this.moves.affected({ book, which, exact: false }, after);
  }

  /** After the department was given another calendar. */
  async moveDepartment(departmentId: string, choice: MoveChoice): Promise<number> {
    const which = ofDepartment(sql`${departmentId}`);
    return this.moves.apply({ book: await this.targets.book(), which, exact: false }, choice);
  }

  private change(book: TargetBook, changed: readonly Changed[]): Change {
    const keys = changed.map(({ draft }) => draft.key);
    const which = sql`t.calendar_version_id in (
      select v.id from calendar_version v join calendar c on c.id = v.calendar_id where c.key = any(${keys}))`;
    return { book, which, exact: true };
  }

  private async ids(changed: readonly Changed[]): Promise<Map<string, string>> {
    const keys = changed.map(({ draft }) => draft.key);
    const rows = await this.database.rows<{ key: string; id: string }>(
      sql`select key, id from calendar where key = any(${keys})`,
    );
    return new Map(rows.map(({ key, id }) => [key, id]));
  }
}

/** Its own clocks, and the customers' clocks of the tickets on its desk. */
function ofDepartment(id: Sql): Sql {
  return sql`(t.department_id = ${id} or exists (
    select 1 from ticket k where k.id = t.ticket_id and k.department_id = ${id}))`;
}
