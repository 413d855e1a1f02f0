import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { Departments, type Member, Members, type NewMember, StaffDefaults } from '../../src/staff/index.js';
import type { TestServer } from '../support/server.js';

export const PASSWORD = 'correct horse battery';

export interface Staff {
  support: string;
  finance: string;
  /** Administrator. */
  chen: Member;
  /** Lead of support. */
  zhang: Member;
  /** Agent in support. */
  li: Member;
}

/** A small shop's staff on an empty database: Chen runs it, Zhang leads support, Li answers customers. */
export async function hire(server: TestServer): Promise<Staff> {
  await server.get(Clock).backToNow();
  await server
    .get(Database)
    .run(sql`truncate member, department, invitation, session, rate_limit, idempotency_key cascade`);
  await server.get(StaffDefaults).install();
  const [support, finance] = (await server.get(Departments).idsOf(['support', 'finance'])) as [
    string,
    string,
  ];
  const members = server.get(Members);
  const person = (given: Pick<NewMember, 'email' | 'name' | 'role'>, departmentIds: string[]) =>
    members.create({ ...given, departmentIds, password: PASSWORD }, SYSTEM);
  return {
    support,
    finance,
    chen: await person({ email: 'chen@shop.example', name: '陈总', role: 'admin' }, []),
    zhang: await person({ email: 'zhang@shop.example', name: '张敏', role: 'lead' }, [support]),
    li: await person({ email: 'li@shop.example', name: '李雷', role: 'agent' }, [support]),
  };
}
