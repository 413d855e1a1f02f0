import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import { type Recorded, Reacts } from '../../../platform/events/index.js';

/** Each one-time consent allows one subscription message. */
@Injectable()
export class WechatConsents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Reacts('contact.consented')
  async changed({ data }: Recorded<'contact.consented'>): Promise<void> {
    const given = data.consents.map(({ template, given }) => ({ template, given }));
    await this.database.run(sql`
      insert into wechat_consent as c (account_id, external_id, template_id, available, changed_at)
      select i.account_id, i.external_id, g.template, (count(*) filter (where g.given))::int, ${this.clock.now()}
        from identity i, jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (template text, given boolean)
       where i.id = ${data.identityId} and exists (select 1 from wechat_account a where a.account_id = i.account_id)
       group by i.account_id, i.external_id, g.template
      on conflict (account_id, external_id, template_id) do update
        set available = case when excluded.available = 0 then 0 else c.available + excluded.available end,
            changed_at = excluded.changed_at`);
  }

  async take(accountId: string, externalId: string, templateId: string): Promise<boolean> {
    const taken = await this.database.run(sql`
      update wechat_consent set available = available - 1
       where account_id = ${accountId} and external_id = ${externalId} and template_id = ${templateId} and available > 0`);
    return taken === 1;
  }

  /** The message was certainly not shown, so the consent is still good. */
  async giveBack(accountId: string, externalId: string, templateId: string): Promise<void> {
    await this.database.run(sql`
      update wechat_consent set available = available + 1
       where account_id = ${accountId} and external_id = ${externalId} and template_id = ${templateId}`);
  }

  /** WeChat does not know the consents, so our count was wrong. */
  async drop(accountId: string, externalId: string, templateId: string): Promise<void> {
    await this.database.run(sql`
      update wechat_consent set available = 0
       where account_id = ${accountId} and external_id = ${externalId} and template_id = ${templateId}`);
  }
}
