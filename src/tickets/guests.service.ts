import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';

/** Colleagues of other departments who were called to a ticket: they see it from then on. */
@Injectable()
export class Guests {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Joins the ambient transaction. Whoever sees the ticket anyway is left out. */
  async admit(ticketId: string, memberIds: readonly string[]): Promise<void> {
    if (memberIds.length === 0) return;
    await this.database.run(sql`
      insert into ticket_guest (member_id, ticket_id, since)
      select m.id, t.id, ${this.clock.now()}
        from ticket t join member m on m.id = any(${[...memberIds]}::bigint[])
       where t.id = ${ticketId} and m.role <> 'admin'
         and not exists (select 1 from membership s where s.member_id = m.id and s.department_id = t.department_id)
      on conflict do nothing`);
  }
}
