import { type ChannelAccount, ChannelAccounts } from '../../src/delivery/index.js';
import { Identities, type Person, Profiles } from '../../src/customers/index.js';
import {
  type CustomerKey,
  CUSTOMERS,
  type DepartmentKey,
  DEPARTMENTS,
  PASSWORD,
  type StaffKey,
  STAFF,
} from '../../src/demo/cast.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { Departments, type Member, Members, StaffDefaults } from '../../src/staff/index.js';
import { TicketDefaults } from '../../src/tickets/index.js';
import { TriageDefaults } from '../../src/triage/index.js';
import type { TestPlatform } from './app.js';

export { CUSTOMERS, DEPARTMENTS, PASSWORD, STAFF };

type Openable = Pick<TestPlatform, 'get'>;

export interface Cast {
  /** A department is known by its id here. */
  departments: Record<DepartmentKey, string>;
  staff: Record<StaffKey, Member>;
  customers: Record<CustomerKey, Person>;
  account: ChannelAccount;
}

/**
 * Puts the shop of src/demo/cast.ts into an empty database: its defaults, departments, staff, customers and one
 * channel account of the given kind. A new test rarely calls this: it opens a `Shop`, a `Workbench` or an
 * `ApiDesk` and finds the people in `cast.staff.lina` or `cast.customers.xiaoming`. The platform needs the modules
 * of tickets and what those import.
 */
export async function openCast(platform: Openable, kind = 'paper'): Promise<Cast> {
  await platform.get(StaffDefaults).install();
  await platform.get(TicketDefaults).install();
  await platform.get(TriageDefaults).install();
  const departments = await openDepartments(platform);
  const staff = await hireStaff(platform, departments);
  const accounts = platform.get(ChannelAccounts);
  const id = await accounts.create({ key: 'shop', kind, name: '回音小店', department: 'support' });
  const account = await accounts.byId(id);
  return { departments, staff, account, customers: await meetCustomers(platform, account) };
}

async function openDepartments(platform: Openable): Promise<Cast['departments']> {
  const departments = platform.get(Departments);
  const there = await departments.list();
  const ids: Record<string, string> = {};
  for (const [key, name] of Object.entries(DEPARTMENTS)) {
    const known = there.find((department) => department.key === key);
    if (known) await departments.rename(known.id, name, SYSTEM);
    ids[key] = (known ?? (await departments.create(key, name, SYSTEM))).id;
  }
  return ids;
}

async function hireStaff(platform: Openable, ids: Cast['departments']): Promise<Cast['staff']> {
  const members = platform.get(Members);
  const staff: Record<string, Member> = {};
  for (const [key, { departments, ...facts }] of Object.entries(STAFF)) {
    const departmentIds = departments.map((department) => ids[department]);
    staff[key] = await members.create({ ...facts, departmentIds, password: PASSWORD }, SYSTEM);
  }
  return staff;
}

async function meetCustomers(platform: Openable, account: ChannelAccount): Promise<Cast['customers']> {
  const customers: Record<string, Person> = {};
  for (const [key, { openid, name, language, ...profile }] of Object.entries(CUSTOMERS)) {
    const known = await platform.get(Identities).meet(account.id, openid);
    await platform.get(Profiles).change(known.customerId, { name, language, ...profile }, SYSTEM);
    customers[key] = { ...known, customerName: name, language };
  }
  return customers;
}
