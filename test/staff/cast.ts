import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { Departments, type Member, Members, type NewMember, StaffDefaults } from '../../src/staff/index.js';
import type { TestServer } from '../support/server.js';

export const PASSWORD = 'correct horse battery';

export interface Staff {
  support: string;
  finance: string;
  /** He is the administrator. */
  wutao: Member;
  /** She leads support. */
  zhangmin: Member;
  /** She is an agent in support. */
  lina: Member;
}

/**
 * Hires a small shop's staff in an empty database: Wu Tao runs it, Zhang Min leads support, Li Na answers
 * customers.
 */
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
    wutao: await person({ email: 'wutao@shop.example', name: '吴涛', role: 'admin' }, []),
    zhangmin: await person({ email: 'zhangmin@shop.example', name: '张敏', role: 'lead' }, [support]),
    lina: await person({ email: 'lina@shop.example', name: '李娜', role: 'agent' }, [support]),
  };
}
