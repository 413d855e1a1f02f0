import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';

const DEPARTMENTS = [
  { key: 'support', name: { 'zh-CN': '客服', en: 'Support' }, position: 0 },
  { key: 'finance', name: { 'zh-CN': '财务', en: 'Finance' }, position: 1 },
];

@Injectable()
export class StaffDefaults {
  constructor(private readonly database: Database) {}

  async install(): Promise<void> {
    await this.database.run(sql`
      insert into department (key, name, position)
      select key, name, position
        from jsonb_to_recordset(${JSON.stringify(DEPARTMENTS)}::jsonb) as d (key text, name jsonb, position integer)
      on conflict (key) do nothing`);
  }
}
