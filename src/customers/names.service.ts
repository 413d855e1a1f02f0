import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { readable } from '../platform/reading/index.js';

const BATCH = 500;

@Injectable()
export class CustomerNames {
  constructor(private readonly database: Database) {}

  /** Reads all names again, so that searches find them as they find new ones. */
  async reread(): Promise<void> {
    for (let after: string | undefined = '0'; after !== undefined;) after = await this.rereadAfter(after);
  }

  private rereadAfter(after: string): Promise<string | undefined> {
    return this.database.transaction(async () => {
      const rows = await this.database.rows<{ id: string; name: string }>(sql`
        select id, name from customer where id > ${after} order by id limit ${BATCH} for update`);
      const fresh = JSON.stringify(rows.map(({ id, name }) => ({ id, name: readable(name) })));
      await this.database.run(sql`
        update customer c set readable_name = fresh.name
          from jsonb_to_recordset(${fresh}::jsonb) as fresh (id bigint, name text)
         where c.id = fresh.id and c.readable_name is distinct from fresh.name`);
      return rows.at(-1)?.id;
    });
  }
}
