import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../../../platform/database/index.js';
import type { PolicyFacts } from '../../../../sla/index.js';
import type { Member } from '../../../../staff/index.js';
import { parseNumber, visibleTo } from '../../../../tickets/index.js';

@Injectable()
export class PromiseBenchQueries {
  constructor(private readonly database: Database) {}

  /** Returns undefined if the member may not see the ticket. */
  async facts(member: Member, number: string): Promise<PolicyFacts | undefined> {
    return this.database.maybe<PolicyFacts>(sql`
      select t.type, t.priority, d.key as department, c.tier, c.region, a.kind as channel
        from ticket t
        join department d on d.id = t.department_id
        join customer c on c.id = t.customer_id
        left join identity i on i.id = t.identity_id
        left join channel_account a on a.id = i.account_id
       where t.number = ${parseNumber(number)} and ${visibleTo(member)}`);
  }

  async channels(): Promise<string[]> {
    const rows = await this.database.rows<{ kind: string }>(
      sql`select distinct kind from channel_account order by kind`,
    );
    return rows.map(({ kind }) => kind);
  }
}
