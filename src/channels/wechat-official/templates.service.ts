import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import type { Addressed } from '../../conversations/index.js';
import type { TemplateFields } from './template-data.js';

/** `template`: to any follower. `subscription`: only to who has agreed to it. */
export type TemplateKind = 'template' | 'subscription';

export interface BoundTemplate {
  templateId: string;
  fields: TemplateFields;
}

/** Which template of an account carries which purpose. */
@Injectable()
export class WechatTemplates {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** In the language asked for, else in any: told in another language is better than not told. */
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

  /** Which kinds can carry the purpose to that person, templates first. */
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
    await this.database.run(sql`
      insert into wechat_template (account_id, purpose, language, kind, template_id, fields)
      values (${accountId}, ${purpose}, ${language}, ${kind}, ${template.templateId}, ${JSON.stringify(template.fields)})
      on conflict (account_id, purpose, language, kind)
        do update set template_id = excluded.template_id, fields = excluded.fields, broken_reason = null`);
  }

  /** WeChat knows the template no more: it is left out until it is bound anew, and whoever administers is told. */
  async refused(accountId: string, templateId: string, reason: string): Promise<void> {
    await this.database.transaction(async () => {
      const bindings = await this.database.rows<{ purpose: string; language: string }>(sql`
        update wechat_template set broken_reason = ${reason}
         where account_id = ${accountId} and template_id = ${templateId} and broken_reason is null
        returning purpose, language`);
      const subject = { type: 'account', id: accountId } as const;
      await this.events.recordMany(
        bindings.map((binding) => ({
          name: 'account.template_refused' as const,
          subject,
          data: { ...binding, reason },
        })),
      );
    });
  }
}
