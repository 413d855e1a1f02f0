import { type Database, sql } from '../platform/database/index.js';
import { Invalid } from '../platform/http/index.js';

/** Runs in the caller's transaction. Throws `Invalid` if a department does not exist. */
export async function setDepartments(
  database: Database,
  memberId: string,
  departmentIds: string[],
): Promise<void> {
  const wanted = [...new Set(departmentIds)];
  await database.run(sql`
    delete from membership where member_id = ${memberId} and department_id <> all(${wanted}::bigint[])`);
  await database.run(sql`
    insert into membership (member_id, department_id)
    select ${memberId}::bigint, id from department where id = any(${wanted}::bigint[])
    on conflict do nothing`);
  const { count } = await database.one<{ count: number }>(
    sql`select count(*)::int as count from membership where member_id = ${memberId}`,
  );
  if (count !== wanted.length) throw Invalid.field('departments', 'unknown');
}
