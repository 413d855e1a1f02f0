import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Limit } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { AfterAnswer } from '../../src/platform/http/index.js';
import { Invitations, Members, Passwords } from '../../src/staff/index.js';
import { AuthModule } from '../../src/web/auth/index.js';
import { CookieJar } from '../support/browser.js';
import { openServer, type TestServer } from '../support/server.js';
import { hire, PASSWORD, type Staff } from './cast.js';

let server: TestServer;
let staff: Staff;
beforeAll(async () => {
  const environment = { PUBLIC_URL: 'https://lanternworks.localhost' };
  server = await openServer({ imports: [AuthModule], environment });
});
beforeEach(async () => {
  staff = await hire(server);
});
afterAll(() => server.close());

const change = (wanted: string) =>
  server.get(Passwords).change(staff.zhangmin, { current: PASSWORD, wanted });

describe('fault 38: a password that is easily guessed is refused', () => {
  it.each([
    '1234567890',
    'password123',
    'Password123!',
    'P@ssw0rd2026',
    'qwertyuiop',
    'qwerty12345',
    'aaaaaaaaaaaa',
    'abcdefghijkl',
    '0987654321',
    'iloveyou1314',
    '1qaz2wsx3edc',
    'drowssap321',
  ])('%s is refused because many people use it or it is a plain pattern', async (wanted) => {
    await expect(change(wanted)).rejects.toMatchObject({
      details: { fields: { wanted: 'common_password' } },
    });
  });

  it.each([
    'zhangmin@shop.example',
    'zhangmin2026',
    'ZhangMin12345',
    'shop.example1',
    'lanternworks',
    'lanternworks2026',
    'huiyin20261130',
  ])('%s is refused because it is made of the person’s or the company’s own words', async (wanted) => {
    await expect(change(wanted)).rejects.toMatchObject({ details: { fields: { wanted: 'own_words' } } });
  });

  it.each(['correct horse battery', 'Vq7#mz!pLw2x', '我家的猫每天六点叫醒我', 'geheim-feather-41'])(
    '%s is taken',
    async (wanted) => expect(await change(wanted)).toBeUndefined(),
  );

  it('whoever joins is asked the same', async () => {
    const member = { email: 'weak@shop.example', name: '韩梅', role: 'agent' as const, departmentIds: [] };
    await expect(
      server.get(Members).create({ ...member, password: '1234567890' }, SYSTEM),
    ).rejects.toMatchObject({ details: { fields: { password: 'common_password' } } });
    await expect(
      server.get(Members).create({ ...member, password: 'weak@shop.example' }, SYSTEM),
    ).rejects.toMatchObject({ details: { fields: { password: 'own_words' } } });
  });
});

describe('fault 38: an e-mail address holds no markup', () => {
  const invite = (email: string) =>
    server
      .get(Invitations)
      .invite({ email, name: '韩梅', role: 'agent', departmentIds: [staff.support] }, staff.wutao);

  it.each([
    '<b>han</b>@shop.example',
    'han@<script>alert(1)</script>',
    '"han"@shop.example',
    'han@shop.example"onload=',
    'han,mei@shop.example',
    'han@shop..example',
    'han(mei)@shop.example',
    'han@mei@shop.example',
    'han@shop.example\u200b',
  ])('%j is refused as an address', async (email) => {
    await expect(invite(email)).rejects.toMatchObject({ details: { fields: { email: 'bad_email' } } });
  });

  it.each(["o'brien+desk@shop.example", 'han_mei@客服.example', 'HAN@shop', '韩梅@shop.example'])(
    '%s is taken as an address',
    async (email) => expect(await invite(email)).toBeDefined(),
  );
});

describe('fault 38: a log-in takes the same work for a known and an unknown account', () => {
  /** Counts what is done until the answer: statements, and passwords that are checked. */
  async function workFor(email: string): Promise<{ statements: number; checks: number; later: number }> {
    const browser = new CookieJar(server.url);
    const page = await (await browser.send('GET', '/login')).text();
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const later = vi.spyOn(AfterAnswer.prototype, 'do').mockResolvedValue();
    const asked = vi.spyOn(pg.Client.prototype, 'query');
    const checked = vi.spyOn(Limit.prototype, 'run');
    const form = { email, password: 'not the password', next: '', _csrf };
    const { status } = await browser.send('POST', '/login', { form });
    const statements = asked.mock.calls.filter(([text]) => !isClock(text)).length;
    const work = { statements, checks: checked.mock.calls.length, later: later.mock.calls.length };
    for (const spy of [later, asked, checked]) spy.mockRestore();
    expect(status).toBe(422);
    return work;
  }

  it('a wrong password of a known account costs as many statements and checks as an unknown account', async () => {
    const known = await workFor('lina@shop.example');
    const unknown = await workFor('nobody@shop.example');
    expect({ ...known, later: 0 }).toEqual({ ...unknown, later: 0 });
    expect(known.checks).toBeGreaterThan(0);
    expect([known.later, unknown.later]).toEqual([1, 0]);
  });
});

function isClock(given: unknown): boolean {
  const text = typeof given === 'string' ? given : (given as { text?: string } | undefined)?.text;
  return text?.includes('from clock_offset') ?? false;
}
