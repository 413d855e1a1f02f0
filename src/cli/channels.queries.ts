import type { Ability } from '../channels/wechat-official/index.js';
import { type Database, sql, type Sql } from '../platform/database/index.js';

/** Secrets are left out. Fields that only official accounts have are null for others. */
export interface ConnectedAccount {
  id: string;
  key: string;
  kind: string;
  name: string;
  department: string;
  enabled: boolean;
  appId: string | null;
  originalId: string | null;
  mode: string | null;
  type: string | null;
  verified: boolean | null;
  apiUrl: string | null;
  brokenReason: string | null;
  /** WeChat does not grant these although the account's type should have them. Each has WeChat's reason. */
  refused: Partial<Record<Ability, string>>;
  /** Callbacks older than 30 days are not stored. */
  lastCallbackAt: Date | null;
}

export function connectedAccounts(database: Database): Promise<ConnectedAccount[]> {
  return select(database, sql`true`);
}

export async function connectedAccount(
  database: Database,
  key: string,
): Promise<ConnectedAccount | undefined> {
  const [account] = await select(database, sql`a.key = ${key}`);
  return account;
}

function select(database: Database, which: Sql): Promise<ConnectedAccount[]> {
  return database.rows<ConnectedAccount>(sql`
    select a.id, a.key, a.kind, a.name, d.key as department, a.enabled, w.app_id, w.original_id, w.mode,
           w.account_type as type, w.verified, w.api_url, w.broken_reason,
           (select coalesce(jsonb_object_agg(ability, reason), '{}') from wechat_refused_ability r where r.account_id = a.id) refused,
           last.at as last_callback_at
      from channel_account a
      join department d on d.id = a.department_id
      left join wechat_account w on w.account_id = a.id
      left join (select account_id, max(received_at) as at from inbound_key group by 1) last on last.account_id = a.id
     where ${which} order by a.id`);
}
