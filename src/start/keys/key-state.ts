import { type Database, sql } from '../../platform/database/index.js';

const CHECK = 'key_check';
const LEAVING = 'key_leaving';
/** Processes that start, and whoever changes the key, take turns. */
const LOCK = 4_711_003;

export const CHECK_CONTEXT = 'setting.key_check';

/**
 * `check` is a small text encrypted with the key in use. `leaving` names keys with which something may still be
 * encrypted, because a change of keys was not finished.
 */
export interface KeyState {
  check: string | undefined;
  leaving: string[];
}

export async function readKeyState(database: Database): Promise<KeyState> {
  const rows = await database.rows<{ key: string; value: unknown }>(
    sql`select key, value from setting where key in (${CHECK}, ${LEAVING})`,
  );
  const of = (key: string) => rows.find((row) => row.key === key)?.value;
  return { check: of(CHECK) as string | undefined, leaving: (of(LEAVING) as string[] | undefined) ?? [] };
}

/** Must be called in a transaction. */
export async function lockKeyState(database: Database): Promise<void> {
  await database.run(sql`select pg_advisory_xact_lock(${LOCK})`);
}

export async function writeKeyState(
  database: Database,
  { check, leaving }: { check?: string; leaving: string[] },
): Promise<void> {
  const values = { ...(check !== undefined && { [CHECK]: check }), [LEAVING]: leaving };
  await database.run(sql`
    insert into setting (key, value) select key, value from jsonb_each(${JSON.stringify(values)}::jsonb)
    on conflict (key) do update set value = excluded.value`);
}
