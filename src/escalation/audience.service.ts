import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Recipients, type Reachable } from './recipients.js';
import { onCallFor } from './on-call.js';
import { Rosters } from './rosters.service.js';

@Injectable()
export class Audiences {
  constructor(
    private readonly database: Database,
    private readonly rosters: Rosters,
  ) {}

  async recipients(): Promise<Recipients> {
    const staff = await this.database.rows<Reachable>(sql`
      select m.id, m.role, array(select department_id::text from membership where member_id = m.id) as department_ids
        from member m where m.state = 'active' order by m.id`);
    const rosters = await this.rosters.list();
    return new Recipients(staff, (of) => onCallFor(of, rosters));
  }
}
