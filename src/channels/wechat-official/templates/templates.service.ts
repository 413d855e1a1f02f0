import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../../../platform/audit/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import type { Addressed } from '../../../delivery/index.js';
import { TemplateFaults } from './template-faults.service.js';
import type { TemplateFields } from './template-data.js';

export type TemplateKind = 'template' | 'subscription';

export interface BoundTemplate {
  templateId: string;
  fields: TemplateFields;
}

@Injectable()
export class WechatTemplates {
  constructor(
    private readonly database: Database,
    private readonly faults: TemplateFaults,
    private readonly audit: Audit,
  ) {}

  /** A notice in another language is better than none. */
  async find(
    accountId: string,
    purpose: string,
    language: string,
    kind: TemplateKind = 'template',
  ): Promise<BoundTemplate | undefined> {
    return this.database.maybe<BoundTemplate>(sql`
      select template_id, fields from wechat_template
      where account_id = ${accountId} and purpose = ${purpose} and kind = ${kind} and broken_reason is null
      order by language = ${language} desc, language limit 1`);
  }

  async usable({ account, externalId, purpose }: Addressed): Promise<TemplateKind[]> {
    const rows = await this.database.rows<{ kind: TemplateKind }>(sql`
      select distinct kind from wechat_template t
       where account_id = ${account.id} and purpose = ${purpose} and broken_reason is null
         and (kind = 'template' or exists (
           select 1 from wechat_consent c
            where c.account_id = t.account_id and c.external_id = ${externalId} and c.template_id = t.template_id
              and c.available > 0))
       order by kind desc`);
    return rows.map(({ kind }) => kind);
  }

  async bind(
    accountId: string,
    purpose: string,
    language: string,
    { kind = 'template', ...template }: BoundTemplate & { kind?: TemplateKind },
  ): Promise<void> {
    await this.database.transaction(async () => {
      const bound = sql`account_id = ${accountId} and purpose = ${purpose} and language = ${language} and kind = ${kind}`;
      const before = await this.database.maybe<BoundTemplate>(
        sql`select template_id, fields from wechat_template where ${bound} for update`,
      );
      await this.database.run(sql`
        insert into wechat_template (account_id, purpose, language, kind, template_id, fields)
        values (${accountId}, ${purpose}, ${language}, ${kind}, ${template.templateId}, ${JSON.stringify(template.fields)})
        on conflict (account_id, purpose, language, kind)
          do update set template_id = excluded.template_id, fields = excluded.fields, broken_reason = null`);
      await this.faults.over(accountId, [template.templateId, ...(before ? [before.templateId] : [])]);
      await this.audit.record({
        action: 'account.template_bound',
        subject: { type: 'account', id: accountId },
        ...difference({ [purpose]: { ...before } }, { [purpose]: { language, kind, ...template } }),
      });
    });
  }
}
