import { Injectable } from '@nestjs/common';
import type { ContactFacts } from '../../delivery/index.js';
import { Database, sql } from '../../platform/database/index.js';

@Injectable()
export class WechatContactFacts {
  constructor(private readonly database: Database) {}

  async of(identityId: string): Promise<ContactFacts> {
    return this.database.one<ContactFacts>(sql`
      select w.subscribed following, w.subscribed_at follows_since,
             array(select name from wechat_tag g where g.account_id = i.account_id and g.tag_id = any(w.tag_ids) order by name) tags,
             exists (select 1 from wechat_template x where x.account_id = i.account_id and x.purpose = 'reply' and x.kind = 'template'
                        and x.broken_reason is null) carries_replies,
             (select coalesce(jsonb_agg(jsonb_build_object('available', o.available, 'purposes', o.purposes)), '[]') from (
                select x.template_id, c.available, jsonb_agg(distinct x.purpose) purposes
                  from wechat_consent c
                  join wechat_template x on x.account_id = c.account_id and x.template_id = c.template_id
                   and x.kind = 'subscription' and x.broken_reason is null
                 where c.account_id = i.account_id and c.external_id = i.external_id and c.available > 0
                 group by x.template_id, c.available order by x.template_id) o) consents
        from identity i left join wechat_user w on w.identity_id = i.id where i.id = ${identityId}`);
  }
}
