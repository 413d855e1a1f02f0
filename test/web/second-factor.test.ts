import { Secret, TOTP } from 'otpauth';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Vault } from '../../src/platform/crypto/index.js';
import { sql } from '../../src/platform/database/index.js';
import { AfterAnswer } from '../../src/platform/http/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import {
  ApiTokens,
  Employment,
  type Member,
  Passwords,
  SecondFactorKeeping,
  SecondFactorRules,
  SecondFactors,
  Sessions,
} from '../../src/staff/index.js';
import { type Cast, PASSWORD } from '../support/cast.js';
import { Desk, faultsOn, type Page, Workbench, wordsOf } from './workbench.js';

/** Every sign-in of a test checks a password, and some tests sign in several times. */
vi.setConfig({ testTimeout: 60_000 });

let bench: Workbench;
let staff: Cast['staff'];
beforeAll(async () => {
  bench = await Workbench.open();
  staff = bench.cast.staff;
});
beforeEach(() => require([]));
afterEach(async () => {
  await bench.rows(sql`delete from second_factor`);
  await bench.rows(sql`delete from rate_limit`);
});
afterAll(() => bench.close());

const require = (roles: string[]) => bench.server.get(SecondFactorRules).set(roles, SYSTEM);
const codeOf = (secret: string, aheadMs = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + aheadMs });
/** Lets a code of the present step be taken again, because a test does not wait for half a minute. */
const later = () => bench.rows(sql`update second_factor set last_step = 0`);
const secretOn = ({ html }: Page) =>
  /<code class="figures">([A-Z2-7 ]+)</.exec(html)![1]!.replaceAll(' ', '');
const codesOn = ({ html }: Page) => [...html.matchAll(/<li><code>([\w-]+)</g)].map(([, code]) => code!);
const actsOf = async (id: string) =>
  (
    await bench.rows<{ action: string }>(
      sql`select action from audit where subject_id = ${id} and action like 'member.%' order by id`,
    )
  ).map(({ action }) => action);

/** Types the password, and nothing else. */
async function begin(email: string, password = PASSWORD): Promise<{ desk: Desk; answer: Page }> {
  const desk = Desk.visitor(bench.server.url);
  await desk.get('/login');
  const answer = await desk.post('/login', { email, password, next: '/refunds' });
  if (answer.location?.startsWith('/login/')) await desk.get(answer.location);
  return { desk, answer };
}

/** Sets up a second factor for the member on the account page. */
async function setUp(desk: Desk): Promise<{ secret: string; codes: string[] }> {
  await desk.get('/profile/second-factor');
  await desk.post('/profile/second-factor', { current: PASSWORD });
  const secret = secretOn(await desk.get('/profile/second-factor'));
  const done = await desk.post('/profile/second-factor/confirmation', { code: codeOf(secret) });
  expect(done.status).toBe(201);
  await later();
  return { secret, codes: codesOn(done) };
}

describe('a role that needs a second factor', () => {
  it('is led to set one up after the password, and sees nothing before', async () => {
    await require(['finance_lead']);
    const { desk, answer } = await begin(staff.chenjing.email);
    expect(answer.location).toBe('/login/second-factor');
    for (const path of ['/refunds', '/inbox', '/profile', '/profile/second-factor', '/live'])
      expect((await desk.get(path)).location).toContain('/login');
    const page = await desk.get('/login/second-factor');
    expect(page.html).toContain('data:image/svg+xml;base64,');
    const secret = secretOn(page);
    const wrong = await desk.post('/login/second-factor', { code: '000000' });
    expect([wrong.status, faultsOn(wrong.html).code]).toEqual([422, '验证码不正确，或已经用过']);
    const done = await desk.post('/login/second-factor', { code: codeOf(secret) });
    expect(done.status).toBe(201);
    expect(codesOn(done)).toHaveLength(10);
    expect(done.html).toContain('href="/refunds"');
    expect((await desk.get('/refunds')).status).toBe(200);
    expect(await actsOf(staff.chenjing.id)).toEqual(
      expect.arrayContaining(['member.second_factor_set', 'member.signed_in']),
    );
  });

  it('is no right to keep a log-in or a token of the password alone that the member had before', async () => {
    await require(['lead']);
    const { desk } = await begin(staff.lina.email);
    const { token } = await bench.server.get(ApiTokens).create(staff.lina.id, 'a script', staff.lina);
    const asToken = async () =>
      (await fetch(`${bench.server.url}/api/v1/tickets`, { headers: { authorization: `Bearer ${token}` } }))
        .status;
    expect([(await desk.get('/tickets')).status, await asToken()]).toEqual([200, 200]);
    const { departmentIds } = staff.lina;
    await bench.server.get(Employment).change(staff.lina.id, { role: 'lead', departmentIds }, staff.wutao);
    expect([(await desk.get('/tickets')).location, await asToken()]).toEqual(['/login?next=%2Ftickets', 401]);
    expect((await begin(staff.lina.email)).answer.location).toBe('/login/second-factor');
    await bench.server.get(Employment).change(staff.lina.id, { role: 'agent', departmentIds }, staff.wutao);
  });

  it('counts whoever belongs to the finance department as a clerk', async () => {
    await require(['finance_clerk']);
    const rules = bench.server.get(SecondFactorRules);
    const needing = [];
    for (const member of Object.values(staff)) if (await rules.requires(member)) needing.push(member.name);
    expect(needing).toEqual(['王芳', '陈静']);
  });

  it('is finance and administration where nobody said otherwise, and nobody in the demonstration', async () => {
    await bench.rows(sql`delete from setting where key = 'second_factor_roles'`);
    expect(await bench.server.get(SecondFactorRules).roles()).toEqual([]);
    const { openServer } = await import('../support/server.js');
    const { StaffModule } = await import('../../src/staff/index.js');
    const environment = { DEMO: 'off' };
    const shop = await openServer({
      imports: [StaffModule],
      environment,
      databaseUrl: bench.server.databaseUrl,
    });
    expect(await shop.get(SecondFactorRules).roles()).toEqual(['finance_clerk', 'finance_lead', 'admin']);
    await shop.close();
  });

  it('may not turn its second factor off', async () => {
    await require(['agent']);
    const { desk } = await begin(staff.lina.email);
    const secret = secretOn(await desk.get('/login/second-factor'));
    await desk.post('/login/second-factor', { code: codeOf(secret) });
    await later();
    await desk.get('/profile/second-factor');
    const refused = await desk.post('/profile/second-factor/end', { code: codeOf(secret) });
    expect(refused.status).toBe(409);
    expect(wordsOf(refused.html)).toContain('您的角色必须使用两步验证');
    expect(await bench.server.get(SecondFactors).of(staff.lina.id)).toBeDefined();
  });
});

describe('signing in with a second factor', () => {
  let secret: string;
  let codes: string[];
  beforeEach(async () => {
    ({ secret, codes } = await setUp(await Desk.open(bench.server.url, staff.zhaolei.email)));
  });

  it('the password alone opens nothing, and a right code leads to the page that was asked for', async () => {
    const { desk, answer } = await begin(staff.zhaolei.email);
    expect(answer.location).toBe('/login/code');
    expect((await desk.get('/inbox')).location).toContain('/login');
    const before = (await actsOf(staff.zhaolei.id)).filter((act) => act === 'member.signed_in').length;
    const wrong = await desk.post('/login/code', { code: '000000' });
    expect(wrong.status).toBe(422);
    expect((await desk.post('/login/code', { code: codeOf(secret) })).location).toBe('/refunds');
    expect((await desk.get('/refunds')).status).toBe(200);
    await bench.server.get(AfterAnswer).settled();
    const acts = await actsOf(staff.zhaolei.id);
    expect(acts.filter((act) => act === 'member.signed_in')).toHaveLength(before + 1);
    expect(acts).toContain('member.sign_in_failed');
  });

  it('whoever has one cannot set up another instead of showing it', async () => {
    await require(['agent']);
    const { desk } = await begin(staff.zhaolei.email);
    expect((await desk.get('/login/second-factor')).location).toContain('/login');
    expect((await desk.post('/login/second-factor', { code: codeOf(secret) })).location).toBe('/login');
  });

  it('whoever is first sets it up, and somebody who was halfway at the same moment does not replace it', async () => {
    await require(['lead']);
    const [first, second] = [await begin(staff.zhangmin.email), await begin(staff.zhangmin.email)];
    const [one, other] = [
      secretOn(await first.desk.get('/login/second-factor')),
      secretOn(await second.desk.get('/login/second-factor')),
    ];
    expect(one).not.toBe(other);
    const answers = await Promise.all([
      first.desk.post('/login/second-factor', { code: codeOf(one) }),
      second.desk.post('/login/second-factor', { code: codeOf(other) }),
    ]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('a code that was taken is refused the second time, and so is an older one', async () => {
    const { desk } = await begin(staff.zhaolei.email);
    const code = codeOf(secret, 30_000);
    expect((await desk.post('/login/code', { code })).status).toBe(303);
    const again = await begin(staff.zhaolei.email);
    expect((await again.desk.post('/login/code', { code })).status).toBe(422);
    expect((await again.desk.post('/login/code', { code: codeOf(secret) })).status).toBe(422);
  });

  it('of the same code in two browsers at the same moment only one is taken', async () => {
    const entrants = [await begin(staff.zhaolei.email), await begin(staff.zhaolei.email)];
    const code = codeOf(secret);
    const answers = await Promise.all(entrants.map(({ desk }) => desk.post('/login/code', { code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
  });

  it('a recovery code lets in once, and the page says how many are left', async () => {
    const { desk } = await begin(staff.zhaolei.email);
    const typed = codes[0]!.toUpperCase().replaceAll('-', ' ');
    expect((await desk.post('/login/code/recovery', { code: typed })).location).toBe('/refunds');
    expect(wordsOf((await desk.get('/refunds')).html)).toContain('还剩 9 个');
    const again = await begin(staff.zhaolei.email);
    expect((await again.desk.post('/login/code/recovery', { code: typed })).status).toBe(422);
    expect(await actsOf(staff.zhaolei.id)).toContain('member.recovery_code_used');
  });

  it('guesses have to wait after the fifth wrong one, even with the right code, and others do not', async () => {
    const { desk } = await begin(staff.zhaolei.email);
    for (let guess = 0; guess < 5; guess += 1)
      expect((await desk.post('/login/code', { code: `00000${guess}` })).status).toBe(422);
    await desk.post('/login/code', { code: '000009' });
    const refused = await desk.post('/login/code', { code: codeOf(secret) });
    expect(refused.status).toBe(429);
    expect((await begin(staff.lina.email)).answer.location).toBe('/refunds');
  });

  it('a password that is changed and an account that is disabled meanwhile end what was begun', async () => {
    const { desk } = await begin(staff.zhaolei.email);
    await bench.server.get(Passwords).reset(staff.zhaolei.id, 'another-lantern-2026', SYSTEM);
    expect((await desk.post('/login/code', { code: codeOf(secret) })).location).toBe('/login');
    const again = await begin(staff.zhaolei.email, 'another-lantern-2026');
    await bench.server.get(Employment).disable(staff.zhaolei.id, SYSTEM);
    expect((await again.desk.post('/login/code', { code: codeOf(secret) })).location).toBe('/login');
    await bench.server.get(Employment).enable(staff.zhaolei.id, SYSTEM);
    await bench.server.get(Passwords).reset(staff.zhaolei.id, PASSWORD, SYSTEM);
  });
});

describe('the own second factor', () => {
  it('is set up with the password, and a code proves that the app has it', async () => {
    const desk = await Desk.open(bench.server.url, staff.liuyang.email);
    await desk.get('/profile/second-factor');
    const wrong = await desk.post('/profile/second-factor', { current: 'not the password' });
    expect(faultsOn(wrong.html).current).toBe('当前密码不正确');
    expect((await desk.post('/profile/second-factor/confirmation', { code: '123456' })).status).toBe(422);
    const { codes } = await setUp(desk);
    expect(new Set(codes).size).toBe(10);
    const { html } = await desk.get('/profile/second-factor');
    for (const code of codes) expect(html).not.toContain(code);
    expect(wordsOf((await desk.get('/profile')).html)).toContain('还剩 10 个恢复码');
  });

  it('takes another phone, gives new recovery codes and is turned off only with a code', async () => {
    const desk = await Desk.open(bench.server.url, staff.liuyang.email);
    const first = await setUp(desk);
    expect((await desk.post('/profile/second-factor', { current: PASSWORD })).status).toBe(422);
    await desk.post('/profile/second-factor', { code: codeOf(first.secret) });
    const secret = secretOn(await desk.get('/profile/second-factor'));
    const changed = await desk.post('/profile/second-factor/confirmation', { code: codeOf(secret) });
    expect(changed.status).toBe(201);
    await later();
    expect((await desk.post('/profile/second-factor/codes', { code: codeOf(first.secret) })).status).toBe(
      422,
    );
    const renewed = await desk.post('/profile/second-factor/codes', { code: codeOf(secret) });
    expect(codesOn(renewed)).toHaveLength(10);
    expect((await desk.post('/profile/second-factor/end', { code: codesOn(changed)[0]! })).status).toBe(422);
    await later();
    expect((await desk.post('/profile/second-factor/end', { code: codeOf(secret) })).status).toBe(303);
    expect((await begin(staff.liuyang.email)).answer.location).toBe('/refunds');
    expect(await actsOf(staff.liuyang.id)).toEqual(
      expect.arrayContaining([
        'member.second_factor_set',
        'member.recovery_codes_renewed',
        'member.second_factor_ended',
      ]),
    );
  });

  it('is stored encrypted, its recovery codes as hashes, and it outlives a change of keys', async () => {
    const desk = await Desk.open(bench.server.url, staff.liuyang.email);
    const { secret, codes } = await setUp(desk);
    const [kept] = await bench.rows<{ all: string }>(sql`
      select concat((select jsonb_agg(f) from second_factor f), (select jsonb_agg(r) from recovery_code r),
                    (select jsonb_agg(a) from audit a), (select json_agg(s) from session s)) as all`);
    for (const word of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))])
      expect(kept!.all).not.toContain(word);
    const cipher = () => bench.rows<{ secretCipher: string }>(sql`select secret_cipher from second_factor`);
    const [before] = await cipher();
    expect(await bench.server.get(SecondFactorKeeping).renew()).toBe(1);
    const [after] = await cipher();
    expect(after!.secretCipher).not.toBe(before!.secretCipher);
    expect(bench.server.get(Vault).decrypt(after!.secretCipher, 'second_factor.secret')).toBe(secret);
  });
});

describe('administrators and the second factors of others', () => {
  it('an administrator resets the second factor of somebody who lost it, whose log-ins end', async () => {
    const lina = await Desk.open(bench.server.url, staff.lina.email);
    await setUp(lina);
    const wutao = await bench.desk('wutao');
    const reset = `/settings/staff/${staff.lina.id}/second-factor-reset`;
    const { html } = await wutao.get('/settings/staff');
    expect(html).toContain(`action="${reset}"`);
    expect((await lina.post(reset)).status).toBe(403);
    expect((await wutao.post(reset)).status).toBe(303);
    expect((await lina.get('/inbox')).location).toContain('/login');
    expect((await begin(staff.lina.email)).answer.location).toBe('/refunds');
    const [row] = await bench.rows(sql`
      select actor_id, subject_id, address from audit where action = 'member.second_factor_reset'`);
    expect(row).toEqual({ actorId: staff.wutao.id, subjectId: staff.lina.id, address: '127.0.0.1' });
    expect((await wutao.post(reset)).status).toBe(409);
  });

  it('a program of an administrator resets it too, and nobody else’s does', async () => {
    await setUp(await Desk.open(bench.server.url, staff.lina.email));
    const ask = async (member: Member) => {
      const { token } = await bench.server.get(ApiTokens).create(member.id, 'script', member);
      const path = `/api/v1/staff/${staff.lina.id}/second-factor`;
      const headers = { authorization: `Bearer ${token}` };
      return fetch(bench.server.url + path, { method: 'DELETE', headers });
    };
    expect((await ask(staff.zhangmin)).status).toBe(403);
    const answer = await ask(staff.wutao);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      expect.objectContaining({ id: staff.lina.id, departments: ['support'] }),
    ]);
    expect(await bench.server.get(SecondFactors).of(staff.lina.id)).toBeUndefined();
    expect((await actsOf(staff.lina.id)).slice(-2)).toContain('member.second_factor_reset');
  });

  it('an administrator cannot reset the own one, which needs a code', async () => {
    const wutao = await bench.desk('wutao');
    const answer = await wutao.post(`/settings/staff/${staff.wutao.id}/second-factor-reset`);
    expect(answer.status).toBe(403);
  });

  it('the page of rules shows who has one, and a change is on the list of who did what', async () => {
    const wutao = await bench.desk('wutao');
    await wutao.get('/settings/second-factor');
    const sent = { asked: 'roles', 'roles[0]': 'quality', 'roles[1]': 'admin' };
    await bench.rows(sql`
      insert into second_factor (member_id, secret_cipher, last_step, created_at)
      select id, 'x', 0, now() from member where role in ('quality', 'admin')`);
    expect((await wutao.post('/settings/second-factor', sent)).status).toBe(303);
    const { html } = await wutao.get('/settings/second-factor');
    expect(html).toMatch(/value="admin"\s+checked/);
    expect(html).not.toMatch(/value="agent"\s+checked/);
    const [row] = await bench.rows(sql`
      select before, after from audit where action = 'second_factor.roles_changed' order by id desc limit 1`);
    expect(row).toEqual({ before: { roles: [] }, after: { roles: ['quality', 'admin'] } });
    expect((await wutao.post('/settings/second-factor', { asked: 'roles', 'roles[0]': 'boss' })).status).toBe(
      422,
    );
    expect((await bench.desk('zhangmin').then((desk) => desk.get('/settings/second-factor'))).status).toBe(
      403,
    );
  });
});

describe('a role that comes to need a second factor', () => {
  const asToken = async (token: string) =>
    (await fetch(`${bench.server.url}/api/v1/tickets`, { headers: { authorization: `Bearer ${token}` } }))
      .status;

  it('binds the log-ins that are there at their next request, which stay, and ends tokens', async () => {
    const { desk } = await begin(staff.lina.email);
    const elsewhere = (await begin(staff.lina.email)).desk;
    const { token } = await bench.server.get(ApiTokens).create(staff.lina.id, 'a script', staff.lina);
    expect([(await desk.get('/tickets')).status, await asToken(token)]).toEqual([200, 200]);
    await require(['agent']);
    expect(await asToken(token)).toBe(401);
    for (const path of ['/tickets', '/inbox', '/profile', '/settings/staff', '/profile/second-factor/codes'])
      expect((await desk.get(path)).location ?? 'none').toMatch(/^(\/profile\/second-factor|none)$/);
    expect((await desk.get('/live', 'zh-CN', { accept: 'text/event-stream' })).status).toBe(403);
    expect((await desk.post('/profile/tokens', { name: 'x', 'scopes[]': 'read', days: '90' })).location).toBe(
      '/profile/second-factor',
    );
    const page = await desk.get('/profile/second-factor', 'en');
    expect(wordsOf(page.html)).toContain('Your role needs a second factor now.');
    expect(page.html).not.toContain('rail-item');
    await setUp(desk);
    expect((await desk.get('/tickets')).status).toBe(200);
    expect((await elsewhere.get('/tickets')).location).toBe('/login?next=%2Ftickets');
  });

  it('lets in no log-in that never showed the one that the member set up unasked', async () => {
    const desk = await Desk.open(bench.server.url, staff.liuyang.email);
    const elsewhere = (await begin(staff.liuyang.email)).desk;
    await setUp(desk);
    await require(['agent', 'lead']);
    expect((await elsewhere.get('/tickets')).location).toBe('/login?next=%2Ftickets');
    expect((await desk.get('/tickets')).status).toBe(200);
  });

  it('ends, when it is set up unasked, the API tokens of the password alone, so that none outlives a rule', async () => {
    const { lina } = staff;
    await bench.server.get(ApiTokens).create(lina.id, 'script', SYSTEM);
    const { desk } = await begin(lina.email);
    expect(wordsOf((await desk.get('/profile/second-factor', 'en')).html)).toContain(
      'all your API tokens end',
    );
    await setUp(desk);
    await require(['agent']);
    expect(await bench.server.get(ApiTokens).list(lina.id)).toEqual([]);
  });

  it('is not set up where the log-ins of the password alone cannot be ended', async () => {
    const { desk } = await begin(staff.lina.email);
    await require(['agent']);
    await desk.get('/profile/second-factor');
    await desk.post('/profile/second-factor', { current: PASSWORD });
    const secret = secretOn(await desk.get('/profile/second-factor'));
    const ending = vi.spyOn(bench.server.get(Sessions), 'endAll').mockRejectedValueOnce(new Error('killed'));
    const broken = await desk.post('/profile/second-factor/confirmation', { code: codeOf(secret) });
    ending.mockRestore();
    expect(broken.status).toBe(500);
    expect(await bench.rows(sql`select from second_factor`)).toEqual([]);
  });

  it('lets whoever owes one log out, and asks nothing of a log-in through a provider', async () => {
    const { desk } = await begin(staff.lina.email);
    const through = (await begin(staff.zhaolei.email)).desk;
    await bench.rows(sql`
      update session set sess = (sess::jsonb || '{"through": "company"}')::json
       where sess ->> 'subject' = ${staff.zhaolei.id}`);
    await require(['agent']);
    expect((await through.get('/tickets')).status).toBe(200);
    await desk.get('/profile/second-factor');
    expect((await desk.post('/logout')).location).toBe('/login');
  });

  it('is saved only after an administrator has seen whom it leads away, also where that is the one who asks', async () => {
    const { desk } = await begin(staff.wutao.email);
    await desk.get('/settings/second-factor');
    const roles = { asked: 'roles', 'roles[0]': 'admin' };
    const asked = await desk.post('/settings/second-factor', roles);
    expect(asked.status).toBe(202);
    const seen = /name="seen" value="([^"]*)"/.exec(asked.html)![1]!;
    expect(seen).toBe(staff.wutao.id);
    expect(asked.html).toMatch(/您也在其中/);
    expect(await bench.server.get(SecondFactorRules).roles()).toEqual([]);
    expect((await desk.post('/settings/second-factor', { ...roles, seen: '0' })).status).toBe(202);
    expect((await desk.post('/settings/second-factor', { ...roles, seen })).status).toBe(303);
    expect((await desk.get('/settings/second-factor')).location).toBe('/profile/second-factor');
    await setUp(desk);
    expect((await desk.get('/settings/second-factor')).status).toBe(200);
  });
});

describe('a set-up that is confirmed twice at once', () => {
  const twice = async (desk: Desk, path: string, code: string) => {
    const answers = await Promise.all([desk.post(path, { code }), desk.post(path, { code })]);
    return {
      won: answers.filter(({ status }) => status === 201),
      lost: answers.filter(({ status }) => status !== 201),
    };
  };

  it('after the password shows the recovery codes once, and they work', async () => {
    await require(['lead']);
    const { desk } = await begin(staff.zhangmin.email);
    const secret = secretOn(await desk.get('/login/second-factor'));
    const { won, lost } = await twice(desk, '/login/second-factor', codeOf(secret));
    expect([won.length, lost.length]).toEqual([1, 1]);
    expect(codesOn(won[0]!)).toHaveLength(10);
    // Whoever comes when the log-in has already begun is no longer halfway anywhere.
    const told = lost[0]!.status === 303 ? lost[0]!.location : wordsOf(lost[0]!.html);
    expect(told).toMatch(/^\/login$|恢复码显示在那里/);
    expect(lost[0]!.html).not.toContain('name="code"');
    const again = (await begin(staff.zhangmin.email)).desk;
    expect((await again.post('/login/code/recovery', { code: codesOn(won[0]!)[0]! })).status).toBe(303);
    expect((await desk.get('/inbox')).status).toBe(200);
  });

  it('on the account page shows the recovery codes once, and another phone makes none of them worthless', async () => {
    const desk = await Desk.open(bench.server.url, staff.liuyang.email);
    await desk.get('/profile/second-factor');
    await desk.post('/profile/second-factor', { current: PASSWORD });
    const secret = secretOn(await desk.get('/profile/second-factor'));
    const first = await twice(desk, '/profile/second-factor/confirmation', codeOf(secret));
    expect([first.won.length, first.lost[0]?.status]).toEqual([1, 409]);
    expect(wordsOf(first.lost[0]!.html)).toMatch(/恢复码显示在那里/);
    await later();
    await desk.get('/profile/second-factor');
    await desk.post('/profile/second-factor', { code: codeOf(secret) });
    const other = secretOn(await desk.get('/profile/second-factor'));
    const { won, lost } = await twice(desk, '/profile/second-factor/confirmation', codeOf(other));
    expect([won.length, lost[0]?.status]).toEqual([1, 409]);
    await desk.get('/profile/second-factor');
    const end = await desk.post('/profile/second-factor/end', { code: codesOn(won[0]!)[0]! });
    expect(end.status).toBe(303);
  });
});
