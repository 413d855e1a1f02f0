import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import {
  ApiTokens,
  Authentication,
  Departments,
  Employment,
  Members,
  Profile,
  Roster,
  StaffDefaults,
  StaffModule,
} from '../../src/staff/index.js';
import { openServer, type TestServer } from '../support/server.js';
import { hire, PASSWORD, type Staff } from './cast.js';

let server: TestServer;
let staff: Staff;
beforeAll(async () => {
  server = await openServer({ imports: [StaffModule] });
});
beforeEach(async () => {
  staff = await hire(server);
});
afterAll(() => server.close());

describe('the staff', () => {
  it('two departments are made at the first start, and not again at the next', async () => {
    await server.get(StaffDefaults).install();
    const departments = await server.get(Departments).list();
    expect(departments.map(({ key, name }) => [key, name['zh-CN'], name['en']])).toEqual([
      ['support', '客服', 'Support'],
      ['finance', '财务', 'Finance'],
    ]);
  });

  it('an address belongs to one member, and every member has a staff number of their own', async () => {
    const given = {
      email: 'Wang@Shop.example',
      name: ' 王  芳 ',
      role: 'finance_clerk' as const,
      password: PASSWORD,
    };
    const wang = await server.get(Members).create({ ...given, departmentIds: [staff.finance] }, SYSTEM);
    expect(wang).toMatchObject({
      email: 'wang@shop.example',
      name: '王 芳',
      alias: '王 芳',
      isFinance: true,
    });
    expect(wang.staffNumber).not.toBe(staff.lina.staffNumber);
    await expect(
      server.get(Members).create({ ...given, email: 'wang@shop.example', departmentIds: [] }, SYSTEM),
    ).rejects.toMatchObject({ status: 409, code: 'email_taken' });
    await expect(
      server.get(Members).create({ ...given, email: 'other@shop.example', departmentIds: ['999'] }, SYSTEM),
    ).rejects.toMatchObject({ status: 422 });
    await expect(server.get(Roster).byEmail('other@shop.example')).rejects.toMatchObject({ status: 404 });
  });

  it('a member can be given another role and other departments', async () => {
    const moved = await server
      .get(Employment)
      .change(staff.lina.id, { role: 'lead', departmentIds: [staff.finance] }, staff.wutao);
    expect(moved).toMatchObject({ role: 'lead', departmentKeys: ['finance'] });
    expect(await server.get(Roster).byId(staff.lina.id)).toMatchObject({
      role: 'lead',
      departmentKeys: ['finance'],
    });
  });

  it('the last administrator can neither be disabled nor given another role', async () => {
    const employment = server.get(Employment);
    const refused = { status: 409, code: 'last_admin' };
    await expect(employment.disable(staff.wutao.id, staff.wutao)).rejects.toMatchObject(refused);
    await expect(
      employment.change(staff.wutao.id, { role: 'agent', departmentIds: [] }, staff.wutao),
    ).rejects.toMatchObject(refused);
  });

  it('of two administrators who disable each other at the same moment one remains', async () => {
    const employment = server.get(Employment);
    await employment.change(staff.zhangmin.id, { role: 'admin', departmentIds: [] }, staff.wutao);
    const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const first = server.get(Database).transaction(async () => {
      await employment.disable(staff.zhangmin.id, staff.wutao);
      await pause(150);
    });
    await pause(50);
    const both = await Promise.allSettled([first, employment.disable(staff.wutao.id, staff.zhangmin)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('members can change their own name, alias and language', async () => {
    await server.get(Profile).change(staff.lina, { name: '李娜', alias: '小娜', language: 'en' });
    expect(await server.get(Roster).byId(staff.lina.id)).toMatchObject({ alias: '小娜', language: 'en' });
    await expect(
      server.get(Profile).change(staff.lina, { name: ' ', alias: 'x', language: 'en' }),
    ).rejects.toMatchObject({ details: { fields: { name: 'bad_words:80' } } });
  });
});

describe('an API token', () => {
  it('an API token acts as its member until it is revoked', async () => {
    const tokens = server.get(ApiTokens);
    const { id, token } = await tokens.create(staff.lina.id, 'reports', staff.lina);
    expect(await server.get(Authentication).byToken(token)).toMatchObject({ member: { id: staff.lina.id } });
    expect(await tokens.list(staff.lina.id)).toMatchObject([
      { id, name: 'reports', lastUsedAt: expect.any(Date) as Date },
    ]);
    await expect(tokens.revoke(staff.zhangmin.id, id, staff.zhangmin)).rejects.toMatchObject({ status: 404 });
    await tokens.revoke(staff.lina.id, id, staff.lina);
    expect(await server.get(Authentication).byToken(token)).toBeUndefined();
  });

  it('an API token records its last use at most once a minute', async () => {
    const tokens = server.get(ApiTokens);
    const { token } = await tokens.create(staff.lina.id, 'reports', staff.lina);
    await server.get(Authentication).byToken(token);
    const [first] = await tokens.list(staff.lina.id);
    await server.get(Authentication).byToken(token);
    expect((await tokens.list(staff.lina.id))[0]?.lastUsedAt).toEqual(first?.lastUsedAt);
  });

  it('an API token ends with its account and stays ended when the account is enabled again', async () => {
    const { token } = await server.get(ApiTokens).create(staff.lina.id, 'reports', staff.lina);
    await server.get(Employment).disable(staff.lina.id, staff.wutao);
    expect(await server.get(Authentication).byToken(token)).toBeUndefined();
    await server.get(Employment).enable(staff.lina.id, staff.wutao);
    expect(await server.get(Authentication).byToken(token)).toBeUndefined();
    expect(await server.get(Authentication).bySession(staff.lina.id)).toMatchObject({ id: staff.lina.id });
  });
});
