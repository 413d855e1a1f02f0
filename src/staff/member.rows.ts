import { type Sql, sql } from '../platform/database/index.js';
import { Member, type MemberFacts } from './member.js';

/** Selects members as `m`, with their departments; append a `where` clause. */
export const selectMember: Sql = sql`
  select m.id, m.name, m.alias, m.email, m.role, m.language, m.staff_number, m.state,
         d.department_ids, d.department_keys
    from member m
    cross join lateral (
      select coalesce(array_agg(d.id::text order by d.position, d.id), '{}') as department_ids,
             coalesce(array_agg(d.key order by d.position, d.id), '{}') as department_keys
        from membership s join department d on d.id = s.department_id
       where s.member_id = m.id
    ) d`;

export function toMember(row: MemberFacts): Member {
  return new Member(row);
}
