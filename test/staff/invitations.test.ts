import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { Invitations, type Invitee, Joinings, Members, StaffModule } from '../../src/staff/index.js';
import { openServer, type TestServer } from '../support/server.js';
import { hire, type Staff } from './cast.js';

let server: TestServer;
let staff: Staff;
let han: Invitee;
beforeAll(async () => {
  server = await openServer({ imports: [StaffModule] });
});
beforeEach(async () => {
  staff = await hire(server);
  han = { email: 'Han@shop.example', name: '韩梅梅', role: 'agent', departmentIds: [staff.support] };
});
afterAll(() => server.close());

const invitations = () => server.get(Invitations);
const accept = (token: string, password = 'a fine password') =>
  server.get(Joinings).accept(token, { name: '韩梅梅', password });
const OVER = { status: 404, code: 'invitation_over' };

describe('an invitation', () => {
  it('an invitation makes whoever has the link a member', async () => {
    const { token } = await invitations().invite(han, staff.zhangmin);
    expect(await server.get(Joinings).find(token)).toMatchObject({ email: 'han@shop.example' });
    const member = await accept(token);
    expect(member).toMatchObject({
      email: 'han@shop.example',
      role: 'agent',
      departmentIds: [staff.support],
    });
    expect(Number(member.staffNumber)).toBeGreaterThan(1000);
    expect(await invitations().list(staff.zhangmin)).toEqual([]);
  });

  it('an invitation is stored as a hash of its token', async () => {
    const { token } = await invitations().invite(han, staff.zhangmin);
    const kept = await server.get(Database).rows(sql`select * from invitation`);
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  it('an invitation works once', async () => {
    const { token } = await invitations().invite(han, staff.zhangmin);
    await accept(token);
    await expect(accept(token)).rejects.toMatchObject(OVER);
  });

  it('an invitation answered by two at the same moment makes one member', async () => {
    const { token } = await invitations().invite(han, staff.zhangmin);
    const answers = await Promise.allSettled([accept(token), accept(token, 'another password')]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: OVER });
  });

  it('an invitation stays open when the password is too short', async () => {
    const { token } = await invitations().invite(han, staff.zhangmin);
    await expect(accept(token, 'short')).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: { password: 'too_short:10' } },
    });
    await expect(accept(token)).resolves.toBeDefined();
  });

  it('an invitation lasts seven days, and a renewed one has another link', async () => {
    const { id, token } = await invitations().invite(han, staff.zhangmin);
    const clock = server.get(Clock);
    await clock.moveTo(new Date(Date.now() + 7 * 24 * 3_600_000 + 1_000));
    await expect(accept(token)).rejects.toMatchObject(OVER);
    const renewed = await invitations().renew(id, staff.zhangmin);
    await expect(accept(token)).rejects.toMatchObject(OVER);
    await expect(accept(renewed.token)).resolves.toBeDefined();
  });

  it('a revoked invitation is over', async () => {
    const { id, token } = await invitations().invite(han, staff.zhangmin);
    await invitations().revoke(id, staff.zhangmin);
    await expect(accept(token)).rejects.toMatchObject(OVER);
    await expect(invitations().revoke(id, staff.zhangmin)).rejects.toMatchObject({ status: 404 });
  });

  it('an address has one open invitation at most, and a member’s address none', async () => {
    await invitations().invite(han, staff.zhangmin);
    await expect(invitations().invite(han, staff.wutao)).rejects.toMatchObject({ code: 'already_invited' });
    await expect(
      invitations().invite({ ...han, email: 'lina@SHOP.example' }, staff.wutao),
    ).rejects.toMatchObject({
      code: 'email_taken',
    });
    await server.get(Clock).moveTo(new Date(Date.now() + 8 * 24 * 3_600_000));
    await expect(invitations().invite(han, staff.zhangmin)).resolves.toBeDefined();
  });
});

describe('the right to invite', () => {
  it('a lead invites agents into their own department, and an agent invites nobody', async () => {
    const refused = { status: 403, code: 'not_allowed' };
    await expect(invitations().invite({ ...han, role: 'admin' }, staff.zhangmin)).rejects.toMatchObject(
      refused,
    );
    await expect(
      invitations().invite({ ...han, departmentIds: [staff.support, staff.finance] }, staff.zhangmin),
    ).rejects.toMatchObject(refused);
    await expect(invitations().invite(han, staff.lina)).rejects.toMatchObject(refused);
  });

  it('a refused invitation names the field at fault: the role, or the departments', async () => {
    const faultOf = async (wrong: Partial<Invitee>) =>
      ((await invitations()
        .invite({ ...han, ...wrong }, staff.zhangmin)
        .catch((error: unknown) => error)) as { details: { fields: object } }).details.fields;
    expect(await faultOf({ role: 'admin' })).toEqual({ role: 'not_allowed' });
    expect(await faultOf({ departmentIds: [] })).toEqual({ departments: 'unknown' });
    expect(await faultOf({ departmentIds: [staff.finance] })).toEqual({ departments: 'not_allowed' });
  });

  it('a lead or a finance lead who names no department is refused, an administrator is not', async () => {
    const nowhere: Invitee = { ...han, departmentIds: [] };
    const refused = { status: 403, code: 'not_allowed' };
    await expect(invitations().invite(nowhere, staff.zhangmin)).rejects.toMatchObject(refused);
    const financeLead = await server.get(Members).create(
      {
        ...{ email: 'chenjing@shop.example', name: '陈静', role: 'finance_lead' },
        ...{ departmentIds: [staff.finance], password: 'a fine password' },
      },
      SYSTEM,
    );
    const clerk: Invitee = { ...nowhere, role: 'finance_clerk' };
    await expect(invitations().invite(clerk, financeLead)).rejects.toMatchObject(refused);
    const { id } = await invitations().invite(nowhere, staff.wutao);
    expect(await invitations().list(staff.zhangmin)).toEqual([]);
    await expect(invitations().renew(id, staff.zhangmin)).rejects.toMatchObject(refused);
  });

  it('an administrator invites anybody, but not into a department that does not exist', async () => {
    const finance: Invitee = { ...han, role: 'finance_lead', departmentIds: [staff.finance] };
    await expect(
      invitations().invite({ ...finance, departmentIds: ['999'] }, staff.wutao),
    ).rejects.toMatchObject({
      status: 422,
    });
    await expect(invitations().invite(finance, staff.wutao)).resolves.toBeDefined();
  });

  it('a lead neither sees, renews nor revokes invitations to other departments', async () => {
    const { id } = await invitations().invite({ ...han, departmentIds: [staff.finance] }, staff.wutao);
    expect(await invitations().list(staff.zhangmin)).toEqual([]);
    expect(await invitations().list(staff.wutao)).toHaveLength(1);
    await expect(invitations().renew(id, staff.zhangmin)).rejects.toMatchObject({ status: 403 });
    await expect(invitations().revoke(id, staff.zhangmin)).rejects.toMatchObject({ status: 403 });
  });
});
