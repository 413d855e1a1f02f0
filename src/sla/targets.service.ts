import { Injectable } from '@nestjs/common';
import { CachedSetting, Database, sql } from '../platform/database/index.js';
import { Calendars } from '../hours/index.js';
import { METRICS } from './metrics.js';
import type { Policy } from './policy.js';
import { PolicyBook } from './policy-book.js';
import type { StandingHours } from '../hours/index.js';

export interface Supposed {
  policies?: readonly Policy[];
  hours?: (present: StandingHours) => StandingHours;
}

@Injectable()
export class Targets {
  private readonly standing: CachedSetting<PolicyBook>;

  constructor(
    private readonly database: Database,
    private readonly calendars: Calendars,
  ) {
    this.standing = new CachedSetting(database, 'sla', () => this.book());
  }

  /** The policies are cached, because every event of a ticket asks for them. */
  inForce(): Promise<PolicyBook> {
    return this.standing.get();
  }

  async book({ policies, hours }: Supposed = {}): Promise<PolicyBook> {
    const present = await this.calendars.hours();
    return new PolicyBook(policies ?? (await this.policies()), hours?.(present) ?? present);
  }

  /** Disabled policies are left out, except for the one with the key `also`. */
  async policies(also: string | null = null): Promise<Policy[]> {
    return this.database.rows<Policy>(sql`
      select p.id, p.key, p.version, p.conditions, p.pausing, p.warnings, p.ladder, coalesce(t.targets, '[]') as targets
        from policy p
        left join lateral (
          select jsonb_agg(jsonb_build_object('metric', metric, 'key', t.key, 'seconds', seconds, 'clock', clock,
                                              'calendar', c.key, 'name', t.name)
                           order by array_position(${[...METRICS]}::text[], t.metric), t.key) as targets
            from policy_target t left join calendar c on c.id = t.calendar_id where policy_id = p.id
        ) t on true
       where p.archived_at is null or p.key = ${also}
       order by p.position, p.id`);
  }
}
