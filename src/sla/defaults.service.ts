import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { CALENDARS, POLICIES } from './defaults.js';

/** The calendars and policies with which a new installation works before anything is configured. */
@Injectable()
export class SlaDefaults {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Adds what is missing by key and leaves alone what is there: may be called at every start. */
  async install(): Promise<void> {
    await this.database.transaction(async () => {
      await this.calendars();
      await this.policies();
    });
  }

  private async calendars(): Promise<void> {
    await this.database.run(sql`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(CALENDARS)}::jsonb) as row (key text, name jsonb, calendar jsonb)
      ), added as (
        insert into calendar (key, name) select key, name from given on conflict (key) do nothing returning id, key
      )
      insert into calendar_version (calendar_id, version, zone, week, overrides, created_at)
      select id, 1, calendar ->> 'zone', calendar -> 'week', calendar -> 'overrides', ${this.clock.now()}
        from added join given using (key)`);
  }

  private async policies(): Promise<void> {
    const given = POLICIES.map((policy, position) => ({ ...policy, position }));
    await this.database.run(sql`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
          as row (key text, name jsonb, position integer, conditions jsonb, targets jsonb)
      ), added as (
        insert into policy (key, name, position, conditions)
        select key, name, position, conditions from given on conflict (key) do nothing returning id, key
      )
      insert into policy_target (policy_id, metric, seconds, clock)
      select id, metric, seconds, clock
        from added join given using (key),
             jsonb_to_recordset(targets) as target (metric text, seconds integer, clock text)`);
  }
}
