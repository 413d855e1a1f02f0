import { Injectable } from '@nestjs/common';
import { Database, isId, sql } from '../platform/database/index.js';
import { NotFound } from '../platform/http/index.js';

/** Everything that belongs to one person, under whatever ids the person was known. */
export interface Person {
  id: string;
  /** Whoever turned out to be the same person is among them. */
  customers: string[];
  identities: string[];
  /** How channels call the person. */
  externalIds: string[];
  conversations: string[];
  tickets: string[];
  erasedAt: Date | null;
}

@Injectable()
export class Persons {
  constructor(private readonly database: Database) {}

  /** Throws `NotFound`. In a transaction the customers are locked, so that nothing is added to them meanwhile. */
  async find(customerId: string): Promise<Person> {
    const person = await this.look(customerId);
    if (!this.database.inTransaction) return person;
    await this.database.run(sql`select 1 from customer where id = ${person.id} for update`);
    return { ...person, ...(await this.belongings(person.id)) };
  }

  /** As `find`, and locks nothing. */
  async look(customerId: string): Promise<Person> {
    const row = await this.database.maybe<{ id: string; erasedAt: Date | null }>(sql`
      with recursive up as (
        select id, joined_into from customer where id = ${isId(customerId) ? customerId : null}
        union select c.id, c.joined_into from customer c join up on c.id = up.joined_into
      )
      select c.id, c.erased_at from up join customer c on c.id = up.id where c.joined_into is null`);
    if (!row) throw new NotFound('customer_not_found');
    return { ...row, ...(await this.belongings(row.id)) };
  }

  private belongings(id: string): Promise<Omit<Person, 'id' | 'erasedAt'>> {
    return this.database.one(sql`
      with recursive down as (
        select id from customer where id = ${id}
        union select c.id from customer c join down on c.joined_into = down.id
      ), own as (select array_agg(id) ids from down)
      select own.ids::text[] customers,
             array(select i.id::text from identity i where i.customer_id = any(own.ids) order by 1) identities,
             array(select i.external_id from identity i where i.customer_id = any(own.ids)
                   and i.external_id !~ '^erased-' order by 1) external_ids,
             array(select c.id::text from conversation c where c.customer_id = any(own.ids) order by c.id) conversations,
             array(select t.id::text from ticket t where t.customer_id = any(own.ids) order by t.id) tickets
        from own`);
  }
}
