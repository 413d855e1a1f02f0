import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { DEFAULT_RULES } from './default-rules.js';

@Injectable()
export class TriageDefaults {
  constructor(private readonly database: Database) {}

  async install(): Promise<void> {
    const rules = DEFAULT_RULES.map((rule, index) => ({ ...rule, position: (index + 1) * 10 }));
    await this.database.run(sql`
      insert into triage_rule (key, version, position, intent, type, priority, conditions, reason)
      select key, 1, position, intent, type, priority, conditions, reason
        from jsonb_to_recordset(${JSON.stringify(rules)}::jsonb)
          as rule (key text, position int, intent text, type text, priority text, conditions jsonb, reason jsonb)
      on conflict (key, version) do nothing`);
  }
}
