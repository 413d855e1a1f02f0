import type { INestApplicationContext, Type } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demonstrationFindings } from '../../src/cli/doctor-demonstration.js';
import type { Config } from '../../src/platform/config/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import {
  ApiTokens,
  Authentication,
  DemonstrationStaff,
  Employment,
  Members,
  Passwords,
  SignIn,
  StaffModule,
} from '../../src/staff/index.js';
import { settleDemonstration } from '../../src/start/demonstration.js';
import { NOBODY_ADMINISTRATES } from '../../src/start/sentences.js';
import { openServer, type TestServer } from '../support/server.js';
import { hire, PASSWORD, type Staff } from './cast.js';

const PUBLISHED = 'published-lantern-2026';

let server: TestServer;
let staff: Staff;
beforeAll(async () => {
  server = await openServer({ imports: [StaffModule] });
});
beforeEach(async () => {
  staff = await hire(server);
  await server.get(Database).run(sql`delete from setting where key = 'demonstration_closed'`);
});
afterAll(() => server.close());

const signIn = (email: string, password: string) =>
  server.get(SignIn).signIn({ email, password, address: '10.0.0.1' });
const play = (mailbox: string, role: 'admin' | 'agent') =>
  server.get(Members).create(
    {
      ...{ email: `${mailbox}@demo.example`, name: mailbox, role, departmentIds: [] },
      ...{ password: PUBLISHED, demonstration: true },
    },
    SYSTEM,
  );

describe('fault 32: the demonstration is played on data of its own', () => {
  it('it does not start among the members of a real installation, and does where it was played before', async () => {
    const app = { get: (kind: Type<never>) => server.get(kind) } as unknown as INestApplicationContext;
    await expect(settleDemonstration(app, true)).rejects.toThrow('set DEMO=off');
    await play('boss', 'admin');
    await expect(settleDemonstration(app, true)).resolves.toEqual([]);
  });
});

describe('fault 32: turning the demonstration off disables its members', () => {
  it('they can no longer sign in, and their tokens and log-ins end', async () => {
    const admin = await play('boss', 'admin');
    await play('clerk', 'agent');
    const { token } = await server.get(ApiTokens).create(admin.id, 'script', admin);
    await server.get(Database).run(sql`
      insert into session (sid, sess, expire)
      values ('of-boss', ${JSON.stringify({ subject: admin.id })}::json, now() + interval '1 day')`);
    const standing = await server.get(DemonstrationStaff).close();
    expect(standing).toMatchObject({ closed: { members: 2 }, active: 0, administrated: true });
    await expect(signIn('boss@demo.example', PUBLISHED)).rejects.toMatchObject({ code: 'sign_in_failed' });
    expect(await server.get(Authentication).byToken(token)).toBeUndefined();
    expect(await server.get(Database).rows(sql`select from session where sid = 'of-boss'`)).toEqual([]);
    await expect(signIn('lina@shop.example', PASSWORD)).resolves.toMatchObject({ id: staff.lina.id });
  });

  it('they are disabled even where no other administrator is left, which is said', async () => {
    await play('boss', 'admin');
    await server.get(Database).run(sql`update member set role = 'lead' where id = ${staff.wutao.id}`);
    expect(await server.get(DemonstrationStaff).close()).toMatchObject({ active: 0, administrated: false });
  });

  it('whom an administrator lets in again stays in, with a new password and not with the published one', async () => {
    const { id } = await play('boss', 'admin');
    await server.get(DemonstrationStaff).close();
    await server.get(Employment).enable(id, staff.wutao);
    await expect(signIn('boss@demo.example', PUBLISHED)).rejects.toMatchObject({ code: 'sign_in_failed' });
    await server.get(Passwords).reset(id, PASSWORD, SYSTEM);
    await server.get(DemonstrationStaff).close();
    await expect(signIn('boss@demo.example', PASSWORD)).resolves.toMatchObject({ id });
  });

  it('turning the demonstration on again lets in those whom turning it off disabled, and nobody else', async () => {
    await play('boss', 'admin');
    const clerk = await play('clerk', 'agent');
    await server.get(Employment).disable(clerk.id, staff.wutao);
    await server.get(DemonstrationStaff).close();
    await server.get(DemonstrationStaff).reopen(PUBLISHED);
    await expect(signIn('boss@demo.example', PUBLISHED)).resolves.toBeDefined();
    await expect(signIn('clerk@demo.example', PUBLISHED)).rejects.toMatchObject({ code: 'member_disabled' });
    expect(await server.get(DemonstrationStaff).standing()).toMatchObject({ closed: undefined, active: 1 });
  });

  it('an installation that never had a demonstration has nothing to say about one', async () => {
    expect(await server.get(DemonstrationStaff).close()).toMatchObject({ closed: undefined, active: 0 });
  });

  it('a start without a demonstration and without a member says how the first administrator is made', async () => {
    await server.get(Database).run(sql`truncate member cascade`);
    const app = { get: () => server.get(DemonstrationStaff) } as unknown as INestApplicationContext;
    expect(await settleDemonstration(app, false)).toEqual([NOBODY_ADMINISTRATES]);
    const config = { demo: false } as Config;
    const services = { config, get: (token: Type<never>) => server.get(token) };
    expect(await demonstrationFindings(services)).toEqual({ problems: [NOBODY_ADMINISTRATES], warnings: [] });
  });
});
