import type { Database } from '../../platform/database/index.js';
import { sql } from '../../platform/database/index.js';

export interface Worker {
  id: string;
  alias: string;
}

export interface GrownType {
  key: string;
  name: Record<string, string>;
  priority: string;
  departmentId: string;
  reopenDays: number;
  rule: { key: string; version: number; reason: object } | null;
}

export interface Ground {
  account: { id: string; kind: string; departmentId: string };
  types: GrownType[];
  /** The ids of departments by their keys. */
  departments: Record<string, string>;
  departmentNames: Record<string, string>;
  /** Who answers in a department, by its id. */
  workers: Map<string, Worker[]>;
  replyHours: number;
  window: { allowance: number; seconds: number };
}

/** Reads what new tickets stand on. Returns undefined where nobody could receive or answer them. */
export async function groundOf(database: Database): Promise<Ground | undefined> {
  const account = await database.maybe<Ground['account']>(
    sql`select id, kind, department_id from channel_account where enabled order by id limit 1`,
  );
  const types = await typesOf(database);
  const workers = await workersOf(database);
  if (!account || types.length === 0 || !workers.has(account.departmentId)) return undefined;
  const departments = await database.rows<{ id: string; key: string; name: Record<string, string> }>(
    sql`select id, key, name from department`,
  );
  const { replyHours } = await database.one<{ replyHours: number }>(
    sql`select reply_hours from contact_setting`,
  );
  const window = await database.one<Ground['window']>(sql`
    select allowance, seconds from window_rule where source = 'message' order by in_force_since desc limit 1`);
  return {
    account,
    types,
    workers,
    replyHours,
    window,
    departments: Object.fromEntries(departments.map(({ id, key }) => [key, id])),
    departmentNames: Object.fromEntries(departments.map(({ id, key, name }) => [id, name['zh-CN'] ?? key])),
  };
}

function typesOf(database: Database): Promise<GrownType[]> {
  return database.rows<GrownType>(sql`
    select y.key, y.name, coalesce(r.priority, y.priority) priority, y.department_id, y.reopen_days,
           case when r.key is not null then jsonb_build_object('key', r.key, 'version', r.version, 'reason', r.reason) end rule
      from ticket_type y
      left join lateral (
        select * from triage_rule where active and intent = 'open_ticket' and type = y.key order by priority nulls first, position limit 1
      ) r on true
     order by y.position, y.key`);
}

async function workersOf(database: Database): Promise<Ground['workers']> {
  const rows = await database.rows<Worker & { departmentId: string }>(sql`
    select m.id, m.alias, s.department_id
      from member m join membership s on s.member_id = m.id
     where m.state = 'active' and m.role <> 'admin' order by s.department_id, m.id`);
  const workers: Ground['workers'] = new Map();
  for (const { departmentId, ...worker } of rows)
    workers.set(departmentId, [...(workers.get(departmentId) ?? []), worker]);
  return workers;
}
