import { Injectable } from '@nestjs/common';
import type { Wording } from '../../staff/index.js';
import type { Priority } from '../../tickets/index.js';
import { Database, empty, sql, type Sql } from '../../platform/database/index.js';
import {
  BadRequest,
  ID,
  limitOf,
  type Page,
  pageOf,
  type PageRequest,
  readCursor,
} from '../../platform/http/index.js';

export interface DepartmentRow {
  id: string;
  key: string;
  name: Wording;
}

export interface TypeRow {
  key: string;
  name: Wording;
  priority: Priority;
  department: string;
  reopenDays: number;
}

export interface ColleagueRow {
  id: string;
  name: string;
  alias: string;
  email: string;
  role: string;
  state: 'active' | 'disabled';
  departments: string[];
}

@Injectable()
export class DirectoryQueries {
  constructor(private readonly database: Database) {}

  async departments(page: PageRequest): Promise<Page<DepartmentRow>> {
    const limit = limitOf(page.limit);
    const rows = await this.database.rows<DepartmentRow & { position: string }>(sql`
      select d.id, d.key, d.name, d.position::text from department d
       ${after(sql`(d.position, d.id)`, page)} order by d.position, d.id limit ${limit + 1}`);
    return pageOf(rows, limit, (row) => [row.position, row.id]);
  }

  async types(page: PageRequest): Promise<Page<TypeRow>> {
    const limit = limitOf(page.limit);
    const last = readCursor(page.cursor, ID, /^[a-z0-9_]{1,41}$/);
    const rows = await this.database.rows<TypeRow & { position: string }>(sql`
      select y.key, y.name, y.priority, y.reopen_days, d.key department, y.position::text
        from ticket_type y join department d on d.id = y.department_id
       ${last ? sql`where (y.position, y.key) > (${last[0]}::bigint, ${last[1]}::text)` : empty}
       order by y.position, y.key limit ${limit + 1}`);
    return pageOf(rows, limit, (row) => [row.position, row.key]);
  }

  async type(key: string): Promise<TypeRow> {
    return this.database.one<TypeRow>(sql`
      select y.key, y.name, y.priority, y.reopen_days, d.key department
        from ticket_type y join department d on d.id = y.department_id where y.key = ${key}`);
  }

  async staff(page: PageRequest): Promise<Page<ColleagueRow>> {
    const limit = limitOf(page.limit);
    const last = readCursor(page.cursor, ID);
    const rows = await this.database.rows<ColleagueRow>(sql`
      select m.id, m.name, m.alias, m.email, m.role, m.state,
             array(select d.key from membership s join department d on d.id = s.department_id
                    where s.member_id = m.id order by d.position, d.id) departments
        from member m ${last ? sql`where m.id > ${last[0]}` : empty} order by m.id limit ${limit + 1}`);
    return pageOf(rows, limit, (row) => [row.id]);
  }

  /** Throws BadRequest for a department or type that does not exist. Several are separated by commas. */
  async requireKnown({ department, type }: { department?: string; type?: string }): Promise<void> {
    const unknown = await this.database.rows<{ key: string }>(sql`
      select key from unnest(${keys(department)}::text[]) key where key not in (select key from department)
      union all
      select key from unnest(${keys(type)}::text[]) key where key not in (select key from ticket_type)`);
    if (unknown[0]) throw new BadRequest('bad_filter');
  }
}

function keys(given: string | undefined): string[] {
  return given ? given.split(',') : [];
}

function after(sorted: Sql, page: PageRequest): Sql {
  const last = readCursor(page.cursor, ID, ID);
  return last ? sql`where ${sorted} > (${last[0]}::bigint, ${last[1]}::bigint)` : empty;
}
