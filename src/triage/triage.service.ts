import { Injectable } from '@nestjs/common';
import { Database, CachedSetting, sql } from '../platform/database/index.js';
import { extract, type Facts } from './extract.js';
import { type OrderNamed, ordersIn } from './orders.js';
import { match, ready } from './match.js';
import type { Rule, Verdict } from './rule.js';

/**
 * `verdict` is the first rule that fits. A text may also name work and want something beside it: `work` is the first
 * rule that fits and opens a ticket, and `wish` the first one of any other kind.
 */
export interface Reading {
  verdict: Verdict | null;
  work: (Verdict & { type: string }) | null;
  wish: Verdict | null;
  facts: Facts;
  orders: OrderNamed[];
}

@Injectable()
export class Triage {
  private readonly inForce: CachedSetting<Rule[]>;

  constructor(private readonly database: Database) {
    this.inForce = new CachedSetting(database, 'triage', async () => (await this.rules()).map(ready));
  }

  async read(text: string): Promise<Reading> {
    const facts = extract(text);
    const rules = await this.inForce.get();
    const verdict = match(rules, text, facts);
    const work = match(rules.filter(opensTicket), text, facts);
    const wish = match(
      rules.filter((rule) => !opensTicket(rule)),
      text,
      facts,
    );
    return { verdict, work: typed(work), wish, facts, orders: ordersIn(text) };
  }

  rules(): Promise<Rule[]> {
    return this.database.rows<Rule>(sql`
      select key, version, intent, type, priority, department, conditions, reason
        from triage_rule where active order by position, id`);
  }
}

function opensTicket({ intent }: Rule): boolean {
  return intent === 'open_ticket';
}

function typed(verdict: Verdict | null): Reading['work'] {
  return verdict?.type ? { ...verdict, type: verdict.type } : null;
}
