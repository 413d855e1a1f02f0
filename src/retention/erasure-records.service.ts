import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { Actor } from '../platform/events/index.js';
import type { Person } from './person.service.js';
import { holdOf, standsAt } from './standing.js';
import type { Removed } from './taking-out.service.js';

/** `hold`: a legal hold stands. `refund`: a refund is asked for or approved and not yet paid. */
export type Obstacle = 'hold' | 'refund';

export interface ErasureRecord {
  id: string;
  cause: 'asked' | 'withdrawn';
  askedBy: string | null;
  askedAt: Date;
  state: 'waiting' | 'done';
  obstacles: Obstacle[];
  removed: Removed;
  doneAt: Date | null;
}

/** What was asked for and what was done, without the person. */
@Injectable()
export class ErasureRecords {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  ofCustomer(customerId: string): Promise<ErasureRecord[]> {
    return this.database.rows<ErasureRecord>(sql`
      select e.id, e.cause, m.name asked_by, e.asked_at, e.state, e.obstacles, e.removed, e.done_at
        from erasure e left join member m on m.id = e.asked_by
       where e.customer_id = ${customerId} order by e.id desc`);
  }

  /** Lists what stands against erasing the person. */
  async obstacles({ customers, tickets }: Pick<Person, 'customers' | 'tickets'>): Promise<Obstacle[]> {
    const found = await this.database.one<Record<Obstacle, boolean>>(sql`
      select exists (
               select from legal_hold h, unnest(${customers}::bigint[]) own
                where ${standsAt(this.clock.now())} and ${holdOf(sql`own`)}) hold,
             exists (
               select from refund where ticket_id = any(${tickets}::bigint[])
                  and state in ('requested', 'approved', 'paying')) refund`);
    return (['hold', 'refund'] as const).filter((obstacle) => found[obstacle]);
  }

  /** Returns the id of what is to be done, also if it was asked for before. */
  async wait(customerId: string): Promise<string> {
    const { id } = await this.database.one<{ id: string }>(sql`
      insert into erasure (customer_id, cause, asked_at) values (${customerId}, 'withdrawn', ${this.clock.now()})
      on conflict (customer_id) where state = 'waiting' do update set cause = excluded.cause
      returning id`);
    return id;
  }

  waiting(): Promise<{ id: string; customerId: string }[]> {
    return this.database.rows(sql`select id, customer_id from erasure where state = 'waiting' order by id`);
  }

  async stopped(id: string, obstacles: Obstacle[]): Promise<void> {
    await this.database.run(
      sql`update erasure set obstacles = ${obstacles} where id = ${id} and state = 'waiting'`,
    );
  }

  async done(customerId: string, removed: Removed, by: Actor): Promise<void> {
    const now = this.clock.now();
    const counts = JSON.stringify(removed);
    const waited = await this.database.run(sql`
      update erasure set state = 'done', obstacles = '{}', removed = ${counts}::jsonb, done_at = ${now}
       where customer_id = ${customerId} and state = 'waiting'`);
    if (waited > 0) return;
    await this.database.run(sql`
      insert into erasure (customer_id, cause, asked_by, asked_at, state, removed, done_at)
      values (${customerId}, 'asked', ${by.kind === 'member' ? by.id : null}, ${now}, 'done', ${counts}::jsonb, ${now})`);
  }
}
