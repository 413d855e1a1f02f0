import { Injectable } from '@nestjs/common';
import { Database, CachedSetting, sql } from '../platform/database/index.js';
import { extract, type Facts } from './extract.js';
import { type OrderNamed, ordersIn } from './orders.js';
import { fits, ready, verdictOf } from './match.js';
import type { Rule, Verdict } from './rule.js';
import { sayingOf } from './saying.js';
import { addUp, mayAddUp, type Said, type Sum } from './together.js';

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
  private readonly hours: CachedSetting<number>;

  constructor(private readonly database: Database) {
    this.inForce = new CachedSetting(database, 'triage', async () => (await this.rules()).map(ready));
    this.hours = new CachedSetting(database, 'triage', async () => {
      const setting = await database.one<{ addsUpHours: number }>(
        sql`select adds_up_hours from triage_setting`,
      );
      return setting.addsUpHours;
    });
  }

  async read(text: string): Promise<Reading> {
    const facts = extract(text);
    const rules = await this.inForce.get();
    const saying = sayingOf(text);
    const work = rules.find((rule) => opensTicket(rule) && fits(rule, saying));
    const wish = rules.find((rule) => !opensTicket(rule) && fits(rule, saying));
    return {
      verdict: verdictFrom(rules.find((rule) => rule === work || rule === wish)),
      work: typed(verdictFrom(work)),
      wish: verdictFrom(wish),
      facts,
      orders: ordersIn(text),
    };
  }

  /** What a customer said within so many hours counts together. Nothing does if it is 0. */
  addsUpHours(): Promise<number> {
    return this.hours.get();
  }

  async mayAddUp(text: string): Promise<boolean> {
    return mayAddUp(await this.inForce.get(), text);
  }

  /** The oldest comes first. See `addUp`. */
  async addUp(sayings: Said[]): Promise<Sum | null> {
    return addUp(await this.inForce.get(), sayings);
  }

  factsIn(text: string): Facts {
    return extract(text);
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

function verdictFrom(rule: Rule | undefined): Verdict | null {
  return rule ? verdictOf(rule) : null;
}

function typed(verdict: Verdict | null): Reading['work'] {
  return verdict?.type ? { ...verdict, type: verdict.type } : null;
}
