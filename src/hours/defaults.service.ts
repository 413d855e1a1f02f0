import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { CHINA_2026 } from './holidays.js';
import { calendarsIn } from './defaults.js';

/** The built-in list was checked against this announcement. */
const OFFICIAL = '国务院办公厅关于2026年部分节假日安排的通知';

@Injectable()
export class HoursDefaults {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async install(): Promise<void> {
    await this.database.transaction(async () => {
      await this.holidays();
      await this.calendars();
    });
  }

  private async holidays(): Promise<void> {
    const { region, year, days } = CHINA_2026;
    await this.database.run(sql`
      insert into holiday_list (region, year, days, source, imported_at)
      values (${region}, ${year}, ${JSON.stringify(days)}::jsonb, ${OFFICIAL}, ${this.clock.now()})
      on conflict do nothing`);
  }

  private async calendars(): Promise<void> {
    await this.database.run(sql`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(calendarsIn(this.clock.zone))}::jsonb) as row (key text, name jsonb, draft jsonb, calendar jsonb)
      ), added as (
        insert into calendar (key, name) select key, name from given on conflict (key) do nothing returning id, key
      )
      insert into calendar_version (calendar_id, version, draft, zone, week, overrides, created_at)
      select id, 1, draft, calendar ->> 'zone', calendar -> 'week', calendar -> 'overrides', ${this.clock.now()}
        from added join given using (key)`);
  }
}
