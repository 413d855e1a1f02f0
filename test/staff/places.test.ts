import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { networkOf, RateLimits } from '../../src/platform/http/index.js';
import { SignIn, StaffModule } from '../../src/staff/index.js';
import { openServer, type TestServer } from '../support/server.js';
import { hire, PASSWORD } from './cast.js';

let server: TestServer;
beforeAll(async () => {
  server = await openServer({ imports: [StaffModule] });
});
beforeEach(async () => {
  await hire(server);
});
afterAll(() => server.close());

const OFFICE = '203.0.113.7';
const signIn = (email: string, password: string, address = OFFICE) =>
  server.get(SignIn).signIn({ email, password, address });

describe('fault 35: an office is not locked out by its own work', () => {
  it('the 61st right sign-in of an office within ten minutes passes', async () => {
    for (let count = 0; count < 60; count += 1) await signIn('lina@shop.example', PASSWORD);
    await expect(signIn('zhangmin@shop.example', PASSWORD)).resolves.toBeDefined();
  }, 60_000);

  it('wrong guesses of an office still count, whatever was right between them', async () => {
    const limits = server.get(RateLimits);
    for (let count = 0; count < 59; count += 1) await limits.consume('login', OFFICE);
    await signIn('lina@shop.example', PASSWORD);
    await expect(signIn('lina@shop.example', 'not the password')).rejects.toMatchObject({ status: 422 });
    await expect(signIn('zhangmin@shop.example', PASSWORD)).rejects.toMatchObject({ status: 429 });
  });
});

describe('fault 35: whoever owns a /64 of IPv6 is one place', () => {
  it.each([
    ['login', 60],
    ['invitation', 30],
    ['tracking', 120],
  ] as const)('all addresses of a /64 share the limit of “%s”', async (name, points) => {
    const limits = server.get(RateLimits);
    for (let host = 0; host < points; host += 1)
      await limits.consume(name, `2001:db8:0:7::${host.toString(16)}`);
    await expect(limits.consume(name, '2001:db8:0:7:ffff::1')).rejects.toMatchObject({ status: 429 });
    await expect(limits.consume(name, '2001:db8:0:8::1')).resolves.toBeUndefined();
  });

  it.each([
    ['2001:DB8:0:7::1', '2001:0db8:0000:0007:1:2:3:4'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['[2001:db8:0:7::1]:52100', '2001:db8:0:7::2'],
    ['192.0.2.1:52100', '192.0.2.1:52101'],
    ['fe80::1%eth0', 'fe80::2'],
  ])('%s and %s are the same place', (one, other) => expect(networkOf(one)).toBe(networkOf(other)));

  it.each([
    ['2001:db8:0:7::1', '2001:db8:0:8::1'],
    ['192.0.2.1', '192.0.2.2'],
    ['::1', '1::'],
  ])('%s and %s are two places', (one, other) => expect(networkOf(one)).not.toBe(networkOf(other)));
});
