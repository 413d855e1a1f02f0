import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../../platform/database/index.js';
import type { HoldSubject } from '../../../retention/index.js';

export interface CustomerThing extends HoldSubject {
  /** The number of a ticket. */
  number: string | null;
  startedAt: Date;
}

const MOST = 50;

/** What of a customer can be held, the newest first. */
@Injectable()
export class CustomerThings {
  constructor(private readonly database: Database) {}

  of(customerId: string): Promise<CustomerThing[]> {
    return this.database.rows<CustomerThing>(sql`
      (select 'ticket' type, id, 'T' || number number, opened_at started_at from ticket
        where customer_id = ${customerId} order by ticket.id desc limit ${MOST})
      union all
      (select 'conversation', id, null, started_at from conversation
        where customer_id = ${customerId} and not is_test order by conversation.id desc limit ${MOST})`);
  }
}
