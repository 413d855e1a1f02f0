import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { type Credentials, Employment, Passwords, SignIn, StaffModule } from '../../src/staff/index.js';
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

const signIn = (given: Partial<Credentials> = {}) =>
  server
    .get(SignIn)
    .signIn({ email: 'lina@shop.example', password: PASSWORD, address: '10.0.0.1', ...given });
const guessFrom = async (times: number, addressOf: (guess: number) => string) => {
  for (let guess = 0; guess < times; guess += 1) {
    const wrong = signIn({ password: `guess ${guess}`, address: addressOf(guess) });
    await expect(wrong).rejects.toMatchObject({ status: 422 });
  }
};
const events = () =>
  server.get(Database).rows<{ name: string; data: object; subjectId: string }>(sql`
    select name, data, subject_id from event where name like 'member.sign%' and subject_id in (${staff.lina.id}, ${staff.zhangmin.id}) order by id`);

describe('signing in', () => {
  it('a member signs in however the address is typed, and the history says so', async () => {
    const member = await signIn({ email: '  LINA@shop.example ' });
    expect(member).toMatchObject({
      id: staff.lina.id,
      role: 'agent',
      departmentKeys: ['support'],
      kind: 'member',
    });
    expect(await events()).toEqual([{ name: 'member.signed_in', data: {}, subjectId: staff.lina.id }]);
  });

  it('an unknown address is refused in the same way as a wrong password', async () => {
    const wrong = await signIn({ password: 'not the password' }).catch((error: unknown) => error);
    const unknown = await signIn({ email: 'nobody@shop.example' }).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ status: 422, code: 'sign_in_failed' });
    expect(unknown).toEqual(wrong);
  });

  it('a failed attempt to sign in is recorded without what was typed', async () => {
    await signIn({ password: 'typed-secret' }).catch(() => undefined);
    await signIn({ email: 'typed-secret@shop.example' }).catch(() => undefined);
    const recorded = await events();
    expect(recorded).toEqual([
      { name: 'member.sign_in_failed', data: { reason: 'password' }, subjectId: staff.lina.id },
    ]);
    expect(JSON.stringify(recorded)).not.toContain('typed-secret');
  });

  it('after many guesses at one account from anywhere even the right password has to wait', async () => {
    await guessFrom(21, (guess) => `10.0.1.${guess}`);
    const refused = await signIn({ address: '10.0.2.1' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 429, details: { retryAfter: 15 } });
    await expect(signIn({ email: 'zhangmin@shop.example' })).resolves.toMatchObject({
      id: staff.zhangmin.id,
    });
  });

  it('guesses from one network are slowed down sooner than guesses from many, and nobody elsewhere is', async () => {
    await guessFrom(6, (guess) => `2001:db8:0:7::${guess}`);
    const refused = await signIn({ address: '2001:db8:0:7:ffff::1' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 429, details: { retryAfter: 15 } });
    await expect(signIn({ address: '2001:db8:0:8::1' })).resolves.toBeDefined();
  });

  it('a member can sign in from a known address while others guess from elsewhere', async () => {
    await signIn({ address: '10.0.0.1' });
    await guessFrom(21, (guess) => `10.0.1.${guess}`);
    await expect(signIn({ address: '10.0.0.1' })).resolves.toMatchObject({ id: staff.lina.id });
    await expect(signIn({ address: '10.0.2.1' })).rejects.toMatchObject({ status: 429 });
    await guessFrom(6, () => '10.0.0.1');
    await expect(signIn({ address: '10.0.0.1' })).rejects.toMatchObject({ status: 429 });
  });

  it('guesses at an account that does not exist are slowed down in the same way', async () => {
    const guess = () =>
      signIn({ email: 'nobody@shop.example' }).catch((error: { status: number }) => error.status);
    const answers = [];
    for (let count = 0; count < 7; count += 1) answers.push(await guess());
    expect(answers).toEqual([422, 422, 422, 422, 422, 422, 429]);
  });

  it('one address that tries many accounts is slowed down', async () => {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: server.databaseUrl });
    await client.connect();
    await signIn();
    await client.query(`update rate_limit set points = 60 where key like 'login:%'`);
    await client.end();
    await expect(signIn({ email: 'zhangmin@shop.example' })).rejects.toMatchObject({ status: 429 });
    await expect(signIn({ email: 'zhangmin@shop.example', address: '10.0.0.2' })).resolves.toBeDefined();
  });

  it('a disabled member is told so only after the right password', async () => {
    await server.get(Employment).disable(staff.lina.id, staff.wutao);
    await expect(signIn()).rejects.toMatchObject({ status: 403, code: 'member_disabled' });
    await expect(signIn({ password: 'wrong wrong wrong' })).rejects.toMatchObject({ code: 'sign_in_failed' });
  });
});

describe('a password', () => {
  it('a password is stored as Argon2id with 19 MiB and two passes', async () => {
    const row = await server
      .get(Database)
      .one<{ passwordHash: string }>(sql`select password_hash from member where id = ${staff.lina.id}`);
    expect(row.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('a password can only be changed by giving the present one', async () => {
    const passwords = server.get(Passwords);
    await expect(
      passwords.change(staff.lina, { current: 'a wrong one', wanted: 'a new password' }),
    ).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: { current: 'wrong_password' } },
    });
    await expect(passwords.change(staff.lina, { current: PASSWORD, wanted: 'short' })).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: { wanted: 'too_short:10' } },
    });
    await passwords.change(staff.lina, { current: PASSWORD, wanted: 'a new password' });
    await expect(signIn()).rejects.toMatchObject({ code: 'sign_in_failed' });
    await expect(signIn({ password: 'a new password' })).resolves.toBeDefined();
  });
});
