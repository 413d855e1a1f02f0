import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Database, isId, sql } from '../platform/database/index.js';
import { Forbidden, NotFound } from '../platform/http/index.js';
import { actsFor, knownTo } from './visibility.js';

/**
 * Only members who have work with a customer may change or look into the customer's personal data. Having read
 * something once is not enough.
 */
@Injectable()
export class CustomerRights {
  constructor(private readonly database: Database) {}

  /**
   * Throws `NotFound` if the member may not know of the customer, and `not_your_customer` if the member may only read.
   */
  async require(member: Member, customerId: string): Promise<void> {
    const customer = await this.database.maybe<{ acts: boolean }>(sql`
      select ${actsFor(member)} acts from customer u
       where u.id = ${isId(customerId) ? customerId : null} and ${knownTo(member)}`);
    if (!customer) throw new NotFound('customer_not_found');
    if (!customer.acts) throw new Forbidden('not_your_customer');
  }
}
