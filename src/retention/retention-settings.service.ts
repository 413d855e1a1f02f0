import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../platform/audit/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type FieldFaults, Invalid } from '../platform/http/index.js';
import type { Actor } from '../platform/events/index.js';
import { BOUNDS, RETENTION_CLASSES, type RetentionClass, type RetentionDays } from './classes.js';

@Injectable()
export class RetentionSettings {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async days(): Promise<RetentionDays> {
    const rows = await this.database.rows<{ key: RetentionClass; days: number }>(
      sql`select key, days from retention_class`,
    );
    return Object.fromEntries(rows.map(({ key, days }) => [key, days])) as RetentionDays;
  }

  /** Throws `Invalid` with a fault for each class. NaN stands for what is no whole number. */
  check(days: RetentionDays): void {
    const faults: FieldFaults = {};
    for (const key of RETENTION_CLASSES) {
      const { least, most } = BOUNDS[key];
      if (!Number.isInteger(days[key])) faults[key] = 'not_whole';
      else if (days[key] < least) faults[key] = `at_least:${least}`;
      else if (days[key] > most) faults[key] = `out_of_range:${most}`;
    }
    // A message is kept as long as what was sent of it, and a ticket no longer than its history.
    if (days.deliveries > days.messages) faults.deliveries ??= `out_of_range:${days.messages}`;
    if (days.events < days.tickets) faults.events ??= `at_least:${days.tickets}`;
    if (Object.keys(faults).length > 0) throw Invalid.fields(faults);
  }

  async save(days: RetentionDays, by: Actor): Promise<void> {
    this.check(days);
    await this.database.transaction(async () => {
      await this.database.run(sql`select 1 from retention_class for update`);
      const before = await this.days();
      const rows = JSON.stringify(RETENTION_CLASSES.map((key) => ({ key, days: days[key] })));
      await this.database.run(sql`
        update retention_class c set days = given.days
          from jsonb_to_recordset(${rows}::jsonb) as given (key text, days integer) where given.key = c.key`);
      const subject = { type: 'retention', id: '*' };
      await this.audit.record({ action: 'retention.changed', subject, by, ...difference(before, days) });
    });
  }
}
