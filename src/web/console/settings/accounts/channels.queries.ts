import { Injectable } from '@nestjs/common';
import type { AccountType } from '../../../../channels/wechat-official/index.js';
import type { Wording } from '../../../../staff/index.js';
import { Database, sql, type Sql } from '../../../../platform/database/index.js';
import { NotFound } from '../../../../platform/http/index.js';

export interface AccountLine {
  id: string;
  key: string;
  name: string;
  kind: string;
  department: Wording;
  departmentKey: string;
  enabled: boolean;
  appId: string | null;
  originalId: string | null;
  mode: string | null;
  apiUrl: string | null;
  accountType: AccountType | null;
  verified: boolean | null;
  brokenReason: string | null;
  brokenAt: Date | null;
  refused: Record<string, { reason: string; at: string }>;
  /** Something last came in at this time. Anything older than 30 days is forgotten. */
  lastCallbackAt: Date | null;
  /** So many milliseconds the provider's clock goes ahead of ours. It is null until enough pushes have come. */
  clockAheadMs: number | null;
}

/** Counts the last 24 hours: rejected callbacks by reason, refused calls by code, and tokens. */
export interface Tallied {
  kind: 'turned_away' | 'token' | 'refused';
  word: string;
  count: number;
  lastHour: number;
  lastAt: Date;
}

export interface BindingLine {
  purpose: string;
  language: string;
  kind: 'template' | 'subscription';
  templateId: string;
  fields: Record<string, string>;
  brokenReason: string | null;
}

@Injectable()
export class ChannelQueries {
  constructor(private readonly database: Database) {}

  list(): Promise<AccountLine[]> {
    return this.select(sql`true`);
  }

  async one(key: string): Promise<AccountLine> {
    const [found] = await this.select(sql`a.key = ${key}`);
    if (!found) throw new NotFound('account_not_found');
    return found;
  }

  /** Throws NotFound for accounts of other kinds, which have no templates. */
  async official(key: string): Promise<AccountLine> {
    const account = await this.one(key);
    if (account.appId === null) throw new NotFound('account_not_found');
    return account;
  }

  bindings(accountId: string): Promise<BindingLine[]> {
    return this.database.rows<BindingLine>(sql`
      select purpose, language, kind, template_id, fields, broken_reason from wechat_template
       where account_id = ${accountId} order by purpose, language, kind desc`);
  }

  tallies(accountId: string, now: Date): Promise<Tallied[]> {
    return this.database.rows<Tallied>(sql`
      select kind, word, sum(count)::int count, max(last_at) last_at,
             coalesce(sum(count) filter (where began > ${now}::timestamptz - interval '1 hour'), 0)::int last_hour
        from wechat_tally
       where account_id = ${accountId} and kind <> 'received' and began > ${now}::timestamptz - interval '24 hours'
       group by kind, word order by kind, count desc, word`);
  }

  /** Counts the chats of the last 24 hours in which WeChat stopped accepting answers before anybody had answered. */
  async windowsLost(accountId: string, now: Date): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(sql`
      select count(*)::int count from event e join conversation c on c.id = e.subject_id
       where e.name = 'conversation.window_lost' and e.at > ${now}::timestamptz - interval '24 hours' and c.account_id = ${accountId}`);
    return count;
  }

  private select(which: Sql): Promise<AccountLine[]> {
    return this.database.rows<AccountLine>(sql`
      select a.id, a.key, a.name, a.kind, d.name department, d.key department_key, a.enabled,
             w.app_id, w.original_id, w.mode, w.api_url, w.account_type, w.verified, w.broken_reason, w.broken_at,
             (select coalesce(jsonb_object_agg(r.ability, jsonb_build_object('reason', r.reason, 'at', r.at)), '{}')
                from wechat_refused_ability r where r.account_id = a.id) refused,
             (select max(k.received_at) from inbound_key k where k.account_id = a.id) last_callback_at,
             (select p.ahead_ms from provider_clock p where p.account_id = a.id) clock_ahead_ms
        from channel_account a
        join department d on d.id = a.department_id
        left join wechat_account w on w.account_id = a.id
       where ${which} order by a.id`);
  }
}
