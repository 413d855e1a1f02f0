import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { CalendarShelf, type Changed, differing, type Shelf } from './calendar-shelf.service.js';
import { Departing } from './departing.service.js';
import { readHolidayList } from './holiday-file.js';
import type { HolidayList } from './holidays.js';
import { followedBy } from './inheritance.js';
import type { MoveChoice, MovedPage } from './moves.service.js';

/** A list that calendars follow and that is not there. */
export interface MissingHolidays {
  region: string;
  year: number;
  calendars: string[];
}

/** From the first of this month on, the coming year's list should be there. */
const ANNOUNCED_BY = 11;
const CHINA_ZONE = 'Asia/Shanghai';

/** The official lists of holidays and make-up working days. */
@Injectable()
export class OfficialHolidays {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly shelf: CalendarShelf,
    private readonly departing: Departing,
  ) {}

  async lists(): Promise<(HolidayList & { source: string; importedAt: Date })[]> {
    return this.database.rows(
      sql`select region, year, days, source, imported_at from holiday_list order by region, year`,
    );
  }

  /** The running clocks that the list in `text` would move. Throws Invalid. */
  async affected(text: string, after: string | null = null): Promise<MovedPage> {
    return this.departing.affected(this.changes(await this.shelf.read(), readHolidayList(text)), after);
  }

  /**
   * Keeps the list of a file in place of that of its year; the calendars that follow it get a new version. `source` says
   * where it came from. Returns how many clocks moved. Throws Invalid.
   */
  async import(text: string, source: string, move: MoveChoice, by?: string): Promise<number> {
    const list = readHolidayList(text);
    return this.database.transaction(async () => {
      await this.shelf.lock();
      const changed = this.changes(await this.shelf.read(), list);
      await this.database.run(sql`
        insert into holiday_list (region, year, days, source, imported_at)
        values (${list.region}, ${list.year}, ${JSON.stringify(list.days)}::jsonb, ${source}, ${this.clock.now()})
        on conflict (region, year) do update
          set days = excluded.days, source = excluded.source, imported_at = excluded.imported_at`);
      await this.shelf.write(changed, by);
      return this.departing.move(changed, move);
    });
  }

  /** Lists of this year, and from 1 November of the next, that calendars follow in vain. */
  async missing(): Promise<MissingHolidays[]> {
    const { drafts } = await this.shelf.read();
    const known = new Set((await this.lists()).map(({ region, year }) => `${region} ${year}`));
    const today = DateTime.fromJSDate(this.clock.now(), { zone: CHINA_ZONE });
    const years = today.month >= ANNOUNCED_BY ? [today.year, today.year + 1] : [today.year];
    const followed = [...drafts.values()].map((draft) => [followedBy(draft, drafts), draft.key] as const);
    const regions = [...new Set(followed.map(([region]) => region))].filter((region) => region !== null);
    return regions.flatMap((region) =>
      years
        .filter((year) => !known.has(`${region} ${year}`))
        .map((year) => ({
          region,
          year,
          calendars: followed.filter(([each]) => each === region).map(([, key]) => key),
        })),
    );
  }

  /** The list's year replaces what was known of it; other years stay. */
  private changes(shelf: Shelf, { region, year, days }: HolidayList): Changed[] {
    const others = shelf.holidays(region).filter(({ date }) => !date.startsWith(`${year}-`));
    const ours = new Set(days.map(({ date }) => date));
    const all = [...others.filter(({ date }) => !ours.has(date)), ...days];
    return differing(shelf, shelf.drafts, (each) => (each === region ? all : shelf.holidays(each)));
  }
}
