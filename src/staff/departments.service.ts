import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../platform/audit/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import { Conflict, Invalid, NotFound } from '../platform/http/index.js';
import { isBlank } from '../platform/text/index.js';

/** There is a text for each language: `{ 'zh-CN': '客服', en: 'Support' }`. */
export type Wording = Record<string, string>;

export interface Department {
  id: string;
  key: string;
  name: Wording;
  position: number;
}

@Injectable()
export class Departments {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  list(): Promise<Department[]> {
    return this.database.rows<Department>(
      sql`select id, key, name, position from department order by position, id`,
    );
  }

  async byKey(key: string): Promise<Department> {
    const found = await this.database.maybe<Department>(
      sql`select id, key, name, position from department where key = ${key}`,
    );
    if (!found) throw new NotFound('department_not_found', { named: key });
    return found;
  }

  async idsOf(keys: string[]): Promise<string[]> {
    const found = await this.database.rows<{ id: string; key: string }>(
      sql`select id, key from department where key = any(${keys}::text[])`,
    );
    return keys.map((key) => {
      const department = found.find((candidate) => candidate.key === key);
      if (!department) throw new NotFound('department_not_found', { named: key });
      return department.id;
    });
  }

  async create(key: string, name: Wording, by: Actor): Promise<Department> {
    if (!/^[a-z][a-z0-9_-]{0,30}$/.test(key)) {
      throw Invalid.field('key', 'bad_key');
    }
    return this.database.transaction(async () => {
      const made = await this.database.maybe<Department>(sql`
        insert into department (key, name, position)
        select ${key}, ${JSON.stringify(complete(name))}::jsonb, coalesce(max(position) + 1, 0) from department
        on conflict (key) do nothing returning id, key, name, position`);
      if (!made)
        throw new Conflict('department_exists', {
          fields: { key: 'department_exists' },
        });
      await this.events.record('department.created', { type: 'department', id: made.id }, { key }, by);
      return made;
    });
  }

  async rename(id: string, name: Wording, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      const before = await this.database.maybe<{ name: Wording }>(
        sql`select name from department where id = ${id} for update`,
      );
      if (!before) throw new NotFound('department_not_found');
      await this.database.run(
        sql`update department set name = ${JSON.stringify(complete(name))}::jsonb where id = ${id}`,
      );
      const subject = { type: 'department' as const, id };
      await this.events.record('department.renamed', subject, {}, by);
      const changed = difference(before, { name });
      await this.audit.record({ action: 'department.renamed', subject, by, ...changed });
    });
  }
}

function complete(name: Wording): Wording {
  if (isBlank(name)) {
    throw Invalid.field('name', 'required');
  }
  return name;
}
