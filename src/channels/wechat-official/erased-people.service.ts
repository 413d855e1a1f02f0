import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../platform/database/index.js';
import { type Recorded, Reacts } from '../../platform/events/index.js';

/** Removes what only WeChat's part keeps of somebody who is erased. */
@Injectable()
export class ErasedPeople {
  constructor(private readonly database: Database) {}

  @Reacts('customer.erased')
  async forget(event: Recorded): Promise<void> {
    const { identityIds } = (event as Recorded<'customer.erased'>).data;
    const names = sql`(select external_id from identity where id = any(${identityIds}::bigint[]))`;
    await this.database.run(sql`delete from wechat_consent where external_id in ${names}`);
    await this.database.run(sql`
      update wechat_test set external_id = null, identity_id = null, code = null
       where identity_id = any(${identityIds}::bigint[]) or external_id in ${names}`);
    // The row stays, because WeChat is asked about whoever has none.
    await this.database.run(sql`
      update wechat_user set subscribed = null, subscribed_at = null, source = null, tag_ids = '{}', read_at = 'infinity'
       where identity_id = any(${identityIds}::bigint[])`);
  }
}
