import { type Database, sql } from '../platform/database/index.js';

export interface ConnectedAccount {
  key: string;
  kind: string;
  name: string;
  department: string;
  enabled: boolean;
  /** Within the last 30 days, as long as keys of what came in are kept. */
  lastCallbackAt: Date | null;
}

export function connectedAccounts(database: Database): Promise<ConnectedAccount[]> {
  return database.rows<ConnectedAccount>(sql`
    select a.key, a.kind, a.name, d.key as department, a.enabled, last.at as last_callback_at
      from channel_account a
      join department d on d.id = a.department_id
      left join (select account_id, max(received_at) as at from inbound_key group by 1) last on last.account_id = a.id
     order by a.id`);
}
