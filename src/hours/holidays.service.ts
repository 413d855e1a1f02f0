import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { Audit, difference } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { CalendarStore, type Changed, differing, type KeptCalendars } from './calendar-store.service.js';
import { readHolidayList } from './holiday-file.js';
import type { HolidayList } from './holidays.js';
import { followedBy } from './inheritance.js';

export interface MissingHolidays {
  region: string;
  year: number;
  calendars: string[];
}

/** The holidays of the next year should have been announced by this month. */
const ANNOUNCED_BY = 11;

@Injectable()
export class OfficialHolidays {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly store: CalendarStore,
    private readonly audit: Audit,
  ) {}

  async lists(): Promise<(HolidayList & { source: string; importedAt: Date })[]> {
    return this.database.rows(
      sql`select region, year, days, source, imported_at from holiday_list order by region, year`,
    );
  }

  async changes(text: string): Promise<Changed[]> {
    return changedBy(readHolidayList(text), await this.store.read());
  }

  /**
   * The calendars that follow the list get a new version and are returned. `source` says where the list came
   * from. Throws `Invalid`.
   */
  async import(text: string, source: string, by?: string): Promise<Changed[]> {
    const list = readHolidayList(text);
    return this.database.transaction(async () => {
      await this.store.lock();
      const changed = changedBy(list, await this.store.read());
      await this.keep(list, source);
      await this.database.run(sql`
        insert into holiday_list (region, year, days, source, imported_at)
        values (${list.region}, ${list.year}, ${JSON.stringify(list.days)}::jsonb, ${source}, ${this.clock.now()})
        on conflict (region, year) do update
          set days = excluded.days, source = excluded.source, imported_at = excluded.imported_at`);
      await this.store.write(changed, by);
      return changed;
    });
  }

  private async keep({ region, year, days }: HolidayList, source: string): Promise<void> {
    const before = (await this.lists()).find((list) => list.region === region && list.year === year);
    await this.audit.record({
      action: 'holidays.imported',
      subject: { type: 'holidays', id: `${region} ${year}` },
      ...difference(before && { days: before.days, source: before.source }, { days, source }),
    });
  }

  /** From November on, the list of holidays of the next year is expected too. */
  async missing(): Promise<MissingHolidays[]> {
    const { drafts } = await this.store.read();
    const known = new Set((await this.lists()).map(({ region, year }) => `${region} ${year}`));
    const today = DateTime.fromJSDate(this.clock.now(), { zone: this.clock.zone });
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
}

/** The list replaces what was known about its year. Other years stay as they are. */
function changedBy({ region, year, days }: HolidayList, kept: KeptCalendars): Changed[] {
  const others = kept.holidays(region).filter(({ date }) => !date.startsWith(`${year}-`));
  const ours = new Set(days.map(({ date }) => date));
  const all = [...others.filter(({ date }) => !ours.has(date)), ...days];
  return differing(kept, kept.drafts, (each) => (each === region ? all : kept.holidays(each)));
}
