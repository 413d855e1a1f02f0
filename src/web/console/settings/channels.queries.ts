import { Injectable } from '@nestjs/common';
import type { AccountType } from '../../../channels/wechat-official/index.js';
import type { Wording } from '../../../staff/index.js';
import { Database, sql, type Sql } from '../../../platform/database/index.js';
import { NotFound } from '../../../platform/http/index.js';

/** A connected account without its secrets. */
export interface AccountLine {
  id: string;
  key: string;
  name: string;
  kind: string;
  department: Wording;
  enabled: boolean;
  appId: string | null;
  originalId: string | null;
  mode: string | null;
  accountType: AccountType | null;
  verified: boolean | null;
  /** When something last came in; older than 30 days is forgotten. */
  lastCallbackAt: Date | null;
}

export interface BindingLine {
  purpose: string;
  language: string;
  templateId: string;
  fields: Record<string, string>;
}

@Injectable()
export class ChannelQueries {
  constructor(private readonly database: Database) {}

  list(): Promise<AccountLine[]> {
    return this.select(sql`true`);
  }

  async one(key: string): Promise<AccountLine> {
    const [found] = await this.select(sql`a.key = ${key}`);
    if (!found) throw new NotFound('account_not_found', 'There is no such account.');
    return found;
  }

  bindings(accountId: string): Promise<BindingLine[]> {
    return this.database.rows<BindingLine>(sql`
      select purpose, language, template_id, fields from wechat_template
       where account_id = ${accountId} order by purpose, language`);
  }

  private select(which: Sql): Promise<AccountLine[]> {
    return this.database.rows<AccountLine>(sql`
      select a.id, a.key, a.name, a.kind, d.name department, a.enabled, w.app_id, w.original_id, w.mode, w.account_type, w.verified,
             (select max(k.received_at) from inbound_key k where k.account_id = a.id) last_callback_at
        from channel_account a
        join department d on d.id = a.department_id
        left join wechat_account w on w.account_id = a.id
       where ${which} order by a.id`);
  }
}
