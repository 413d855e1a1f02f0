import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { type Findable, findableBy } from './search.js';

@Injectable()
export class Finding {
  constructor(private readonly database: Database) {}

  /** The search follows what the ticket says now: old words no longer find it. */
  async follow(ticketId: string): Promise<void> {
    const findable = await this.database.one<Findable>(sql`
      select t.number, t.subject, c.name customer_name, t.fields
        from ticket t join customer c on c.id = t.customer_id where t.id = ${ticketId}`);
    await this.database.run(findableBy(ticketId, findable));
  }
}
