import { Injectable } from '@nestjs/common';
import { Database, CachedSetting, sql } from '../platform/database/index.js';
import { extract, type Facts } from './extract.js';
import { match, ready } from './match.js';
import type { Rule, Verdict } from './rule.js';

export interface Reading {
  verdict: Verdict | null;
  facts: Facts;
}

@Injectable()
export class Triage {
  private readonly inForce: CachedSetting<Rule[]>;

  constructor(private readonly database: Database) {
    this.inForce = new CachedSetting(database, 'triage', async () => (await this.rules()).map(ready));
  }

  async read(text: string): Promise<Reading> {
    const facts = extract(text);
    return { verdict: match(await this.inForce.get(), text, facts), facts };
  }

  rules(): Promise<Rule[]> {
    return this.database.rows<Rule>(sql`
      select key, version, intent, type, priority, department, conditions, reason
        from triage_rule where active order by position, id`);
  }
}
