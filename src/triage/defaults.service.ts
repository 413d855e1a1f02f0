import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { DEFAULT_RULES } from './default-rules.js';

@Injectable()
export class TriageDefaults {
  constructor(private readonly database: Database) {}

  /** A rule that was rewritten since takes the place of its earlier version. */
  async install(): Promise<void> {
    const rules = DEFAULT_RULES.map((rule, index) => ({ version: 1, ...rule, position: (index + 1) * 10 }));
    const given = JSON.stringify(rules);
    await this.database.transaction(async () => {
      await this.database.run(sql`
        update triage_rule old set active = false
          from jsonb_to_recordset(${given}::jsonb) as rule (key text, version int)
         where old.key = rule.key and old.version < rule.version and old.active
           and not exists (select 1 from triage_rule t where t.key = rule.key and t.version = rule.version)`);
      await this.database.run(sql`
        insert into triage_rule (key, version, position, intent, type, priority, conditions, reason)
        select key, version, position, intent, type, priority, conditions, reason
          from jsonb_to_recordset(${given}::jsonb)
            as rule (key text, version int, position int, intent text, type text, priority text, conditions jsonb, reason jsonb)
        on conflict (key, version) do nothing`);
    });
  }
}
