import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Calendars } from './calendars.service.js';
import { type Policy, TargetBook } from './target.js';

/** What is promised at present. */
@Injectable()
export class Targets {
  constructor(
    private readonly database: Database,
    private readonly calendars: Calendars,
  ) {}

  /** All policies in their order, for clocks of these departments. */
  async book(departmentIds: string[]): Promise<TargetBook> {
    const policies = await this.policies();
    const desks = await this.calendars.desks([...new Set(departmentIds)]);
    return new TargetBook(policies, desks);
  }

  private async policies(): Promise<Policy[]> {
    return this.database.rows<Policy>(sql`
      select p.id, p.key, p.conditions, coalesce(t.targets, '[]') as targets
        from policy p
        left join lateral (
          select jsonb_agg(jsonb_build_object(
                   'metric', metric, 'seconds', seconds, 'clock', clock, 'warnShare', warn_share)) as targets
            from policy_target where policy_id = p.id
        ) t on true
       order by p.position, p.id`);
  }
}
