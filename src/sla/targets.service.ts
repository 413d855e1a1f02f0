import { Injectable } from '@nestjs/common';
import { Database, CachedSetting, sql } from '../platform/database/index.js';
import { Calendars } from './calendars.service.js';
import { METRICS } from './metrics.js';
import type { Policy } from './policy.js';
import { TargetBook } from './target.js';

/** What is promised at present. */
@Injectable()
export class Targets {
  private readonly standing: CachedSetting<TargetBook>;

  constructor(
    private readonly database: Database,
    private readonly calendars: Calendars,
  ) {
    this.standing = new CachedSetting(database, 'sla', () => this.book());
  }

  /** For what happens to tickets, all the time. */
  inForce(): Promise<TargetBook> {
    return this.standing.get();
  }

  /** All policies in their order, with the hours of all departments, as this very transaction left them. */
  async book(): Promise<TargetBook> {
    return new TargetBook(await this.policies(), await this.calendars.hours());
  }

  /** In their order; those that were disabled are left out, but for the one of key `also`. */
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
