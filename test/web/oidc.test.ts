import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import {
  Employment,
  type GroupRule,
  Invitations,
  type Invitee,
  Providers,
  Roster,
} from '../../src/staff/index.js';
import { consent, ProviderBench } from '../support/provider-bench.js';
import { CLIENT, type Person, StandInIssuer } from '../support/stand-in-issuer.js';

let bench: ProviderBench;
let issuer: StandInIssuer;
beforeAll(async () => {
  [bench, issuer] = await Promise.all([ProviderBench.open(), StandInIssuer.open()]);
});
beforeEach(async () => {
  await bench.fresh();
});
afterEach(() => issuer.reset());
afterAll(async () => {
  issuer.close();
  await bench.close();
});

interface Given {
  groups?: GroupRule[];
  linksByEmail?: boolean;
  enabled?: boolean;
}

const offer = (given: Given = {}) =>
  bench.add({
    kind: 'oidc',
    settings: { issuer: issuer.url, clientId: CLIENT.id },
    secret: CLIENT.secret,
    ...given,
  });
const supportGroup = (): GroupRule => ({ name: 'cs', role: 'agent', departmentId: bench.staff.support });
const HAN: Person = {
  ...{ sub: 'han-1', name: '韩梅', email: 'han@shop.example', email_verified: true, groups: ['cs'] },
};
const LINA: Person = { sub: 'lina-1', name: 'Li Na', email: 'LINA@shop.example', email_verified: true };

async function enter(person: Person, browser = bench.browser()) {
  issuer.person = person;
  const led = await bench.comeBack(browser, await consent(await bench.begin(browser)));
  return { browser, led, who: await bench.who(browser) };
}

describe('signing in through an OpenID Connect provider', () => {
  it('somebody new whose group has rights becomes a member with that role and department', async () => {
    await offer({ groups: [supportGroup()] });
    const { led, who } = await enter(HAN);
    expect(led).toBe('/desk');
    expect(who).toEqual({ name: '韩梅', role: 'agent', departments: ['support'], email: 'han@shop.example' });
    const actions = (await bench.actions()).map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining(['member.created', 'member.account_joined', 'member.signed_in']),
    );
    const [signedIn] = await bench.rows<{ data: object }>(
      sql`select data from event where name = 'member.signed_in' order by id desc limit 1`,
    );
    expect(signedIn!.data).toEqual({ provider: 'company' });
  });

  it('the same account comes back as the same member, whatever its name and address are now', async () => {
    await offer({ groups: [supportGroup()] });
    await enter(HAN);
    const { who } = await enter({ ...HAN, email: 'han.mei@shop.example', name: 'Han Mei' });
    expect(who).toMatchObject({ name: '韩梅', email: 'han@shop.example' });
  });

  it('of several groups the topmost gives the role, and all of them give departments', async () => {
    const lead: GroupRule = { name: 'leads', role: 'lead', departmentId: null };
    const finance: GroupRule = { name: 'money', role: 'finance_clerk', departmentId: bench.staff.finance };
    await offer({ groups: [lead, supportGroup(), finance] });
    const { who } = await enter({ ...HAN, groups: ['money', 'cs', 'leads', 'unknown'] });
    expect(who).toMatchObject({ role: 'lead', departments: ['support', 'finance'] });
  });

  it('groups that only the answer about the person tells count as well, and so do paths', async () => {
    await offer({ groups: [supportGroup()] });
    issuer.thin = true;
    const { who } = await enter({ ...HAN, groups: ['/cs'] });
    expect(who).toMatchObject({ role: 'agent', departments: ['support'] });
  });

  it('somebody without a group that has rights is turned away with a sentence in both languages', async () => {
    await offer({ groups: [supportGroup()] });
    const english = await enter({ ...HAN, groups: ['visitors'] });
    expect([english.led, english.who]).toEqual(['/login', null]);
    expect(await bench.said(english.browser)).toMatch(/Your account at Company has no access here/);
    const chinese = await enter({ ...HAN, groups: 'visitors' }, bench.browser('zh-CN'));
    expect(await bench.said(chinese.browser)).toMatch(/您在公司账号的账号在这里没有权限/);
    const [turned] = await bench.actions();
    expect(turned).toMatchObject({ action: 'provider.turned_away', after: { reason: 'nobody_known' } });
  });

  it('a person who says no at the provider is told so', async () => {
    await offer();
    issuer.denies = true;
    const { browser, led } = await enter(LINA);
    expect(led).toBe('/login');
    expect(await bench.said(browser)).toMatch(/Company did not let you in/);
  });

  it('a provider that does not answer is said to do so, and one that refuses the program too', async () => {
    await bench.add({ kind: 'oidc', settings: { issuer: 'http://127.0.0.1:9', clientId: 'x' }, secret: 'y' });
    const browser = bench.browser();
    expect(await bench.begin(browser)).toBe('/login');
    expect(await bench.said(browser)).toMatch(/Company does not answer/);
    await bench.rows(sql`delete from identity_provider`);
    await bench.add({ kind: 'oidc', settings: { issuer: issuer.url, clientId: CLIENT.id }, secret: 'wrong' });
    const refused = await enter(LINA);
    expect(await bench.said(refused.browser)).toMatch(/Company does not accept this program/);
  });
});

describe('a member who was here before', () => {
  it('a verified address leads to the member only where the provider may say so', async () => {
    await offer({ groups: [supportGroup()] });
    const apart = await enter({ ...LINA, groups: ['cs'] });
    expect(apart.who).toBeNull();
    expect(await bench.said(apart.browser)).toMatch(/There is an account with your e-mail already/);
    await bench.rows(sql`update identity_provider set links_by_email = true`);
    const { who } = await enter(LINA);
    expect(who).toMatchObject({ name: '李娜', role: 'agent' });
    expect((await bench.actions()).map(({ action }) => action)).toContain('member.account_joined');
  });

  it('a second account with the address of a joined member does not become that member', async () => {
    await offer({ linksByEmail: true });
    await enter(LINA);
    const { who } = await enter({ ...LINA, sub: 'other' });
    expect(who).toBeNull();
  });

  it('a disabled member stays out, whether joined before or not', async () => {
    await offer({ linksByEmail: true });
    await enter(LINA);
    await bench.server.get(Employment).disable(bench.staff.lina.id, bench.staff.wutao);
    const { browser, who } = await enter(LINA);
    expect(who).toBeNull();
    expect(await bench.said(browser)).toMatch(/disabled/);
    await bench.server.get(Employment).disable(bench.staff.zhangmin.id, bench.staff.wutao);
    const first = await enter({ ...LINA, sub: 'zhang', email: 'zhangmin@shop.example' });
    expect(first.who).toBeNull();
    const failed = await bench.rows(sql`
      select 1 from event where name = 'member.sign_in_failed' and subject_id = ${bench.staff.lina.id}`);
    expect(failed).toHaveLength(1);
  });

  it('groups that say otherwise change role and department at the next sign-in', async () => {
    const lead: GroupRule = { name: 'leads', role: 'lead', departmentId: bench.staff.finance };
    await offer({ groups: [supportGroup(), lead] });
    await enter(HAN);
    const { who } = await enter({ ...HAN, groups: ['leads'] });
    expect(who).toMatchObject({ role: 'lead', departments: ['finance'] });
    expect((await bench.actions()).find(({ action }) => action === 'member.mapped')).toMatchObject({
      after: { provider: 'company', role: 'lead' },
    });
  });

  it('whoever is in no group any more loses role and departments, and stays out', async () => {
    await offer({ groups: [{ name: 'cs', role: 'lead', departmentId: bench.staff.support }] });
    const before = await enter(HAN);
    const { browser, who } = await enter({ ...HAN, groups: [] });
    expect(who).toBeNull();
    expect(await bench.said(browser)).toMatch(/Your groups give you no access here any more/);
    expect(await bench.who(before.browser)).toMatchObject({ role: 'agent', departments: [] });
  });

  it('whom people gave the rights keeps them where no group speaks', async () => {
    await offer({ linksByEmail: true, groups: [supportGroup()] });
    const { who } = await enter({ ...LINA, sub: 'zhang', email: 'zhangmin@shop.example' });
    expect(who).toMatchObject({ role: 'lead', departments: ['support'] });
  });

  it('the last administrator stays one, whatever the groups say', async () => {
    await offer({
      linksByEmail: true,
      groups: [supportGroup(), { ...supportGroup(), name: 'it', role: 'admin' }],
    });
    const wutao: Person = { ...LINA, sub: 'wutao', email: 'wutao@shop.example', groups: ['cs'] };
    expect((await enter(wutao)).who).toMatchObject({ role: 'admin' });
    expect((await enter({ ...wutao, groups: [] })).who).toMatchObject({ role: 'admin' });
    await enter({ ...HAN, groups: ['it'] });
    expect((await enter(wutao)).who).toMatchObject({ role: 'agent', departments: ['support'] });
  });
});

describe('the log-in page', () => {
  const page = async () => (await bench.browser().send('GET', '/login?next=/desk%3Fa%3D1')).text();

  it('the log-in page shows a button for each provider that is on, and nothing where there is none', async () => {
    expect(await page()).not.toContain('/login/with/');
    await offer();
    expect(await page()).toContain('/login/with/company?next&#x3D;%2Fdesk%3Fa%3D1');
    await bench.rows(sql`update identity_provider set enabled = false`);
    expect(await page()).not.toContain('/login/with/');
    expect(await bench.begin(bench.browser())).toBe('/login');
  });

  it('where passwords are off an invitation makes a member and lets nobody in', async () => {
    await offer({ linksByEmail: true });
    await bench.rows(sql`insert into setting (key, value) values ('passwords_off', 'true')`);
    const invitee: Invitee = { email: 'new@shop.example', name: 'New', role: 'agent', departmentIds: [] };
    const { token } = await bench.server.get(Invitations).invite(invitee, bench.staff.wutao);
    const browser = bench.browser();
    // The page shows no form then; somebody may have opened it before passwords were turned off.
    const html = await (await browser.send('GET', '/login')).text();
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const form = { name: 'New', password: 'correct horse battery 9', _csrf };
    const answer = await browser.send('POST', `/invitations/${token}`, { form });
    expect(answer.headers.get('location')).toBe('/login');
    expect(await bench.said(browser)).toMatch(/belong to the team now/);
    expect(await bench.who(browser)).toBeNull();
    expect((await enter({ ...LINA, sub: 'new', email: invitee.email })).who).toMatchObject({ name: 'New' });
  });

  it('where passwords are off a member is let in by a provider alone, and an administrator also by password', async () => {
    const password = async (email: string) => {
      const browser = bench.browser();
      const html = await (await browser.send('GET', '/login')).text();
      const _csrf = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
      const form = { email, password: 'correct horse battery', next: '/desk', _csrf };
      const answer = await browser.send('POST', '/login', { form });
      return { status: answer.status, html: await answer.text() };
    };
    await offer({ linksByEmail: true });
    await bench.rows(sql`insert into setting (key, value) values ('passwords_off', 'true')`);
    const refused = await password('lina@shop.example');
    expect(refused.status).toBe(403);
    expect(refused.html).toMatch(/Passwords are turned off/);
    expect((await password('wutao@shop.example')).status).toBe(303);
    expect((await enter(LINA)).who).toMatchObject({ name: '李娜' });
  });
});

describe('what is kept of a provider', () => {
  it('the secret is encrypted, and is renewed with the keys', async () => {
    await offer();
    const [row] = await bench.rows<{ text: string }>(
      sql`select identity_provider::text as text from identity_provider`,
    );
    expect(row!.text).not.toContain('geheim');
    expect(await bench.server.get(Providers).renew()).toBe(1);
    expect((await enter(LINA)).led).toBe('/login');
  });

  it('no secret stands in what is asked by address, and nothing of a sign-in in the database', async () => {
    await offer({ linksByEmail: true });
    issuer.asked.length = 0;
    const browser = bench.browser();
    issuer.person = LINA;
    const there = await bench.begin(browser);
    const state = new URL(there).searchParams.get('state')!;
    const [attempt] = await bench.rows<{ text: string }>(
      sql`select sign_in_attempt::text as text from sign_in_attempt`,
    );
    expect(attempt!.text).not.toContain(state);
    expect(attempt!.text).not.toContain(browser.cookie('huiyin_sign_in'));
    await bench.comeBack(browser, await consent(there));
    expect(issuer.asked.join(' ')).not.toContain('geheim');
    expect(await bench.rows(sql`select from sign_in_attempt`)).toEqual([]);
    expect(browser.cookie('huiyin_sign_in')).toBeUndefined();
  });

  it('a member who is removed from a provider keeps the account', async () => {
    await offer({ groups: [supportGroup()] });
    await enter(HAN);
    await bench.server.get(Providers).remove('company');
    const member = await bench.server.get(Roster).byEmail('han@shop.example');
    expect(member.state).toBe('active');
  });
});
