import { Injectable } from '@nestjs/common';
import { Database, sql } from '../../platform/database/index.js';
import type { TemplateFields } from './template-data.js';

export interface BoundTemplate {
  templateId: string;
  fields: TemplateFields;
}

/** Which template of an account carries which purpose. */
@Injectable()
export class WechatTemplates {
  constructor(private readonly database: Database) {}

  /** In the language asked for, else in any: told in another language is better than not told. */
  async find(accountId: string, purpose: string, language: string): Promise<BoundTemplate | undefined> {
    return this.database.maybe<BoundTemplate>(sql`
      select template_id, fields from wechat_template
      where account_id = ${accountId} and purpose = ${purpose}
      order by language = ${language} desc, language limit 1`);
  }

  async bind(accountId: string, purpose: string, language: string, template: BoundTemplate): Promise<void> {
    await this.database.run(sql`
      insert into wechat_template (account_id, purpose, language, template_id, fields)
      values (${accountId}, ${purpose}, ${language}, ${template.templateId}, ${JSON.stringify(template.fields)})
      on conflict (account_id, purpose, language)
        do update set template_id = excluded.template_id, fields = excluded.fields`);
  }
}
