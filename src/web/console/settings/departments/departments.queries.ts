import { Injectable } from '@nestjs/common';
import type { Wording } from '../../../../staff/index.js';
import { Database, sql } from '../../../../platform/database/index.js';

export interface DepartmentLine {
  id: string;
  key: string;
  name: Wording;
  members: number;
  openTickets: number;
}

@Injectable()
export class DepartmentLines {
  constructor(private readonly database: Database) {}

  list(): Promise<DepartmentLine[]> {
    return this.database.rows<DepartmentLine>(sql`
      select d.id, d.key, d.name,
             (select count(*)::int from membership s join member m on m.id = s.member_id
               where s.department_id = d.id and m.state = 'active') members,
             (select count(*)::int from ticket t where t.department_id = d.id and not t.is_finished) open_tickets
        from department d order by d.position, d.id`);
  }
}
