import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { POLICIES } from './defaults.js';
import { HoursDefaults } from '../hours/index.js';

@Injectable()
export class SlaDefaults {
  constructor(
    private readonly database: Database,
    private readonly hours: HoursDefaults,
  ) {}

  async install(): Promise<void> {
    await this.database.transaction(async () => {
      await this.hours.install();
      await this.policies();
    });
  }

  private async policies(): Promise<void> {
    const given = POLICIES.map((policy, position) => ({ ...policy, position }));
    await this.database.run(sql`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
          as row (key text, name jsonb, position integer, conditions jsonb, ladder jsonb, targets jsonb)
      ), added as (
        insert into policy (key, name, position, conditions, ladder)
        select key, name, position, conditions, ladder from given on conflict (key) do nothing returning id, key
      )
      insert into policy_target (policy_id, metric, key, seconds, clock, name)
      select id, metric, target.key, seconds, clock, target.name
        from added join given using (key),
             jsonb_to_recordset(targets) as target (metric text, key text, seconds integer, clock text, name jsonb)`);
  }
}
