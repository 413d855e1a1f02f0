import { Injectable } from '@nestjs/common';
import { Joining } from '../customers/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';

@Injectable()
export class Contacts {
  constructor(
    private readonly database: Database,
    private readonly joining: Joining,
  ) {}

  async sameEverywhere(identityId: string, unionId: string): Promise<void> {
    await this.joining.sameEverywhere(identityId, unionId);
  }

  @Reacts('customer.joined')
  async joined({ subject, data }: Recorded<'customer.joined'>): Promise<void> {
    await this.database.run(
      sql`update conversation set customer_id = ${subject.id} where customer_id = ${data.from}`,
    );
  }
}
