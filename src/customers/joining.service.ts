import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Events } from '../platform/events/index.js';

declare module '../platform/events/index.js' {
  interface EventMap {
    /** Everything of customer `from` now belongs to this customer. Each room moves its own rows. */
    'customer.joined': { from: string };
  }
}

@Injectable()
export class Joining {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /**
   * `unionId` is the same across all accounts of the business, so identities that share it are one person.
   * The older customer stays.
   */
  async sameEverywhere(identityId: string, unionId: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`select pg_advisory_xact_lock(hashtextextended(${unionId}, 0))`);
      await this.database.run(
        sql`update identity set union_id = ${unionId} where id = ${identityId} and union_id is distinct from ${unionId}`,
      );
      const same = await this.database.rows<{ customerId: string }>(
        sql`select distinct customer_id from identity where union_id = ${unionId} order by customer_id`,
      );
      const [into, ...others] = same.map(({ customerId }) => customerId);
      for (const from of others) await this.join(from, into!);
    });
  }

  async join(from: string, into: string): Promise<void> {
    if (from === into) return;
    await this.database.transaction(async () => {
      await this.database.run(sql`
        update customer c
           set language = coalesce(c.language, f.language), phone_cipher = coalesce(c.phone_cipher, f.phone_cipher),
               phone_index = coalesce(c.phone_index, f.phone_index)
          from customer f where c.id = ${into} and f.id = ${from}`);
      await this.database.run(sql`update identity set customer_id = ${into} where customer_id = ${from}`);
      await this.database.run(sql`update customer set joined_into = ${into} where id = ${from}`);
      await this.events.record('customer.joined', { type: 'customer', id: into }, { from });
    });
  }
}
