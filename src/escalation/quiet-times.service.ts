import { Injectable } from '@nestjs/common';
import { IANAZone } from 'luxon';
import { Audit, difference } from '../platform/audit/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Invalid } from '../platform/http/index.js';
import type { QuietHours } from './quiet-hours.js';

const KEY = 'sla.quiet_hours';
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

@Injectable()
export class QuietTimes {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async get(): Promise<QuietHours | null> {
    const row = await this.database.maybe<{ value: QuietHours | null }>(
      sql`select value from setting where key = ${KEY}`,
    );
    return row?.value ?? null;
  }

  /** Throws `Invalid` for a wrong field. */
  async set(quiet: QuietHours | null): Promise<void> {
    if (quiet) check(quiet);
    await this.database.transaction(async () => {
      const changed = difference({ quiet: await this.get() }, { quiet });
      await this.database.run(sql`
        insert into setting (key, value) values (${KEY}, ${JSON.stringify(quiet)}::jsonb)
        on conflict (key) do update set value = excluded.value`);
      const subject = { type: 'setting', id: KEY };
      await this.audit.record({ action: 'quiet_hours.changed', subject, ...changed });
    });
  }
}

function check({ zone, from, to }: QuietHours): void {
  Invalid.check([
    [!IANAZone.isValidZone(zone), 'zone', 'bad_zone'],
    [!TIME.test(from), 'from', 'bad_time'],
    [!TIME.test(to), 'to', 'bad_time'],
  ]);
}
