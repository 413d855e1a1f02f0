import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { Invitations, Providers, SecondFactorRules } from '../../src/staff/index.js';
import { PASSWORD } from '../support/cast.js';
import { CORP, StandInWecom } from '../support/stand-in-wecom.js';
import { Desk, linkIn, Workbench, wordsOf } from './workbench.js';

/** Every sign-in of a test checks a password, and some tests sign in several times. */
vi.setConfig({ testTimeout: 60_000 });

let bench: Workbench;
let wecom: StandInWecom;
beforeAll(async () => {
  [bench, wecom] = await Promise.all([Workbench.open(), StandInWecom.open()]);
});
beforeEach(async () => {
  wecom.people.clear();
  // Nobody of this company has a mailbox of the company.
  for (const name of ['LiNa', 'ZhaoLei', 'New']) wecom.people.set(name, { name, department: [3], status: 1 });
  await bench.server.get(Providers).add({
    ...{ key: 'company', kind: 'wecom', name: { 'zh-CN': '企业微信', en: 'WeCom' } },
    ...{ settings: { corpId: CORP.id, agentId: CORP.agent, apiUrl: wecom.url }, secret: CORP.secret },
    ...{ linksByEmail: false, enabled: true, groups: [] },
  });
});
afterEach(async () => {
  await bench.rows(sql`delete from identity_provider`);
  await bench.rows(sql`delete from setting where key = 'passwords_off'`);
  await bench.rows(sql`delete from rate_limit`);
});
afterAll(async () => {
  wecom.close();
  await bench.close();
});

const signIn = (name: string) => Desk.open(bench.server.url, `${name}@huiyin.example`);
const turnPasswordsOff = () =>
  bench.rows(sql`insert into setting (key, value) values ('passwords_off', 'true')`);
const comeBack = async (desk: Desk, returned: string) => {
  const { pathname, search } = new URL(returned);
  return (await desk.get(pathname + search)).location;
};
const joinedBy = (id: string) =>
  bench.rows<{ subject: string }>(sql`select subject from member_identity where member_id = ${id}`);
const actsOn = (id: string) =>
  bench.rows(sql`
    select action, after, actor_id from audit
     where subject_id = ${id} and action in ('member.account_joined', 'member.account_parted') order by id`);

/** Returns the address of the provider to which the account page leads. */
async function begin(desk: Desk, given: Record<string, string> = { current: PASSWORD }): Promise<string> {
  await desk.get('/profile/accounts/company');
  const page = await desk.post('/profile/accounts/company', given);
  return linkIn(page.html, /href="([^"]+)"[^>]*data-testid="away"/);
}

async function join(desk: Desk, userid: string): Promise<string | null> {
  return comeBack(desk, wecom.scan(await begin(desk), { userid }));
}

/** Signs in by scanning, in a browser of its own. */
async function scan(userid: string): Promise<{ desk: Desk; led: string | null }> {
  const desk = Desk.visitor(bench.server.url);
  const away = (await desk.get('/login/with/company?next=/tickets')).location!;
  const led = await comeBack(desk, wecom.scan(away, { userid }));
  return { desk, led };
}

describe('an account of a provider that a member joins', () => {
  it('lets in somebody whom no address leads to, and is listed with its times until it is parted', async () => {
    const { lina } = bench.cast.staff;
    expect((await scan('LiNa')).led).toBe('/login');
    const desk = await signIn('lina');
    const elsewhere = await signIn('lina');
    expect(await join(desk, 'LiNa')).toBe('/profile');
    expect(wordsOf((await desk.get('/profile', 'en')).html)).toMatch(/WeCom Joined .* not used yet/);
    expect((await elsewhere.get('/tickets')).status).toBe(200);
    const through = await scan('LiNa');
    expect([through.led, (await through.desk.get('/tickets')).status]).toEqual(['/tickets', 200]);
    expect(wordsOf((await desk.get('/profile', 'en')).html)).toMatch(/WeCom Joined .* last used/);
    expect((await desk.post('/profile/accounts/company/parting')).status).toBe(303);
    expect([(await scan('LiNa')).led, (await through.desk.get('/tickets')).location]).toEqual([
      '/login',
      '/login?next=%2Ftickets',
    ]);
    expect((await desk.get('/tickets')).status).toBe(200);
    const after = { provider: 'company' };
    expect(await actsOn(lina.id)).toEqual([
      { action: 'member.account_joined', after, actorId: lina.id },
      { action: 'member.account_parted', after, actorId: lina.id },
    ]);
  });

  it('is begun only by whoever knows the password, and never by a link', async () => {
    const desk = await signIn('lina');
    await desk.get('/profile/accounts/company');
    const wrong = await desk.post('/profile/accounts/company', { current: 'not this one' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).not.toContain('data-testid="away"');
    expect(await joinedBy(bench.cast.staff.lina.id)).toEqual([]);
  });

  it('is not joined by a login that lacks the second factor which its role came to need meanwhile', async () => {
    const { lina } = bench.cast.staff;
    const desk = await signIn('lina');
    const returned = wecom.scan(await begin(desk), { userid: 'LiNa' });
    await bench.server.get(SecondFactorRules).set(['agent'], SYSTEM);
    await comeBack(desk, returned);
    await bench.server.get(SecondFactorRules).set([], SYSTEM);
    expect(await joinedBy(lina.id)).toEqual([]);
    expect(wordsOf((await desk.get('/profile', 'en')).html)).toContain('Your role needs a second factor');
  });

  it('is joined in no other login than the one that began it, and only once', async () => {
    const { lina, zhaolei } = bench.cast.staff;
    const desk = await signIn('lina');
    const returned = wecom.scan(await begin(desk), { userid: 'ZhaoLei' });
    const victim = await signIn('zhaolei');
    await begin(victim);
    expect(await comeBack(victim, returned)).toBe('/login');
    expect(wordsOf((await victim.get('/profile', 'en')).html)).toMatch(/begun in another browser/);
    expect([await joinedBy(lina.id), await joinedBy(zhaolei.id)]).toEqual([[], []]);
    await desk.get('/profile');
    const again = await begin(desk);
    await desk.post('/logout');
    await desk.get('/login');
    await desk.post('/login', { email: 'lina@huiyin.example', password: PASSWORD, next: '/profile' });
    expect(await comeBack(desk, wecom.scan(again, { userid: 'LiNa' }))).toBe('/login');
    expect(await joinedBy(lina.id)).toEqual([]);
    const fresh = wecom.scan(await begin(desk), { userid: 'LiNa' });
    await comeBack(desk, fresh);
    await comeBack(desk, fresh);
    expect(await joinedBy(lina.id)).toEqual([{ subject: 'LiNa' }]);
  });

  it('is refused with a sentence where it belongs to somebody else, or another one is joined', async () => {
    const [lina, zhaolei] = [await signIn('lina'), await signIn('zhaolei')];
    await join(lina, 'LiNa');
    expect(await join(zhaolei, 'LiNa')).toBe('/profile');
    expect(wordsOf((await zhaolei.get('/profile', 'en')).html)).toMatch(/企业微信 belongs to somebody else/);
    expect(await joinedBy(bench.cast.staff.zhaolei.id)).toEqual([]);
    await join(lina, 'New');
    expect(wordsOf((await lina.get('/profile', 'en')).html)).toMatch(/Another account of 企业微信 is joined/);
    expect(await joinedBy(bench.cast.staff.lina.id)).toEqual([{ subject: 'LiNa' }]);
  });

  it('is not parted by its member while it is the last way in, and by an administrator always', async () => {
    const { lina, wutao } = bench.cast.staff;
    const lead = await bench.desk('zhangmin');
    const desk = await signIn('lina');
    await join(desk, 'LiNa');
    await turnPasswordsOff();
    expect((await desk.post('/profile/accounts/company/parting')).status).toBe(409);
    expect(await joinedBy(lina.id)).toHaveLength(1);
    const admin = await bench.desk('wutao');
    const place = `/settings/sessions/${lina.id}`;
    expect(wordsOf((await admin.get(place, 'en')).html)).toMatch(/WeCom Joined/);
    expect((await admin.post(`${place}/accounts/company/parting`)).status).toBe(303);
    expect(await joinedBy(lina.id)).toEqual([]);
    expect((await actsOn(lina.id)).at(-1)).toMatchObject({
      action: 'member.account_parted',
      actorId: wutao.id,
    });
    await lead.get('/inbox');
    expect((await lead.post(`${place}/accounts/company/parting`)).status).toBe(403);
  });
});

describe('an invitation where members sign in through a provider', () => {
  const invite = async () => {
    const invitee = { email: 'new@shop.example', name: '新人', role: 'agent' as const };
    const departmentIds = [bench.cast.departments.support];
    await bench.rows(sql`update invitation set revoked_at = now() where accepted_at is null`);
    return bench.server.get(Invitations).invite({ ...invitee, departmentIds }, bench.cast.staff.wutao);
  };

  it('offers the provider instead of a password while passwords are off, and brings the person in', async () => {
    await turnPasswordsOff();
    const { token } = await invite();
    const desk = Desk.visitor(bench.server.url);
    const { html } = await desk.get(`/invitations/${token}`, 'en');
    expect(html).not.toContain('name="password"');
    const away = (await desk.get(linkIn(html, /href="(\/invitations\/[^"]+\/with\/company)"/))).location!;
    expect(await comeBack(desk, wecom.scan(away, { userid: 'New' }))).toBe('/inbox');
    expect((await desk.get('/inbox')).status).toBe(200);
    const [joined] = await bench.rows(sql`
      select m.email, m.role, m.brought_in_by_admin, i.subject
        from member m join member_identity i on i.member_id = m.id where m.email = 'new@shop.example'`);
    expect(joined).toEqual({
      ...{ email: 'new@shop.example', role: 'agent', broughtInByAdmin: true, subject: 'New' },
    });
    expect(JSON.stringify(await bench.rows(sql`select * from sign_in_attempt`))).not.toContain(token);
    expect((await Desk.visitor(bench.server.url).get(`/invitations/${token}`)).status).toBe(404);
  });

  it('makes no second member of an account that belongs to somebody, and offers both ways with passwords on', async () => {
    await join(await signIn('lina'), 'LiNa');
    await bench.rows(sql`update member set email = 'other@shop.example' where email = 'new@shop.example'`);
    const { token } = await invite();
    const desk = Desk.visitor(bench.server.url);
    const { html } = await desk.get(`/invitations/${token}`, 'en');
    expect(html).toContain('name="password"');
    const away = (await desk.get(linkIn(html, /href="(\/invitations\/[^"]+\/with\/company)"/))).location!;
    expect(await comeBack(desk, wecom.scan(away, { userid: 'LiNa' }))).toBe('/login');
    expect(wordsOf((await desk.get('/login', 'en')).html)).toMatch(/belongs to somebody else here/);
    expect((await desk.get(`/invitations/${token}`)).status).toBe(200);
  });
});
