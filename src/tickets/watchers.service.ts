import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';

@Injectable()
export class Watchers {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Runs in the caller's transaction. Members who can see the ticket anyway are left out. */
  async admit(called: readonly { ticketId: string; memberId: string }[]): Promise<void> {
    if (called.length === 0) return;
    const tickets = called.map(({ ticketId }) => ticketId);
    const members = called.map(({ memberId }) => memberId);
    await this.database.run(sql`
      insert into ticket_guest (member_id, ticket_id, since)
      select distinct m.id, t.id, ${this.clock.now()}::timestamptz
        from unnest(${tickets}::bigint[], ${members}::bigint[]) called (ticket_id, member_id)
        join ticket t on t.id = called.ticket_id
        join member m on m.id = called.member_id
       where m.role <> 'admin'
         and not exists (select 1 from membership s where s.member_id = m.id and s.department_id = t.department_id)
      on conflict do nothing`);
  }
}
