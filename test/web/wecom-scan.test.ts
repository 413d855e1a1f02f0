import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { Providers } from '../../src/staff/index.js';
import { ProviderBench } from '../support/provider-bench.js';
import { CORP, StandInWecom } from '../support/stand-in-wecom.js';

let bench: ProviderBench;
let wecom: StandInWecom;
beforeAll(async () => {
  [bench, wecom] = await Promise.all([ProviderBench.open(), StandInWecom.open()]);
});
beforeEach(async () => {
  await bench.fresh();
  wecom.people.clear();
  wecom.people.set('HanMei', HAN);
  await offer();
});
afterAll(async () => {
  wecom.close();
  await bench.close();
});

const HAN = { name: '韩梅', department: [2, 7], biz_mail: 'han@shop.example', status: 1 };
const offer = (secret = CORP.secret) =>
  bench.add({
    ...{ kind: 'wecom', secret, linksByEmail: true },
    settings: { corpId: CORP.id, agentId: CORP.agent, apiUrl: wecom.url },
    groups: [{ name: '7', role: 'agent', departmentId: bench.staff.support }],
  });

async function scan(who: object = { userid: 'HanMei' }) {
  const browser = bench.browser();
  const page = await bench.begin(browser);
  const returned = wecom.scan(page, who);
  const led = await bench.comeBack(browser, returned);
  return { browser, page, returned, led, who: await bench.who(browser) };
}

describe('signing in by scanning a code with WeCom', () => {
  it('the page with the code is WeCom’s own, for this company and app, and leads back here', async () => {
    const { page } = await scan();
    const { origin, pathname, searchParams } = new URL(page);
    expect(origin + pathname).toBe('https://login.work.weixin.qq.com/wwlogin/sso/login');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ login_type: 'CorpApp', appid: CORP.id, agentid: CORP.agent },
      redirect_uri: 'http://127.0.0.1:3000/login/from/company',
    });
    expect(page).not.toContain('geheim');
  });

  it('a colleague whose department has rights comes in, and comes back as the same member', async () => {
    const { led, who } = await scan();
    expect(led).toBe('/desk');
    expect(who).toMatchObject({
      name: '韩梅',
      role: 'agent',
      departments: ['support'],
      email: 'han@shop.example',
    });
    wecom.people.set('HanMei', { ...HAN, biz_mail: undefined, name: '韩梅梅' });
    expect((await scan()).who).toEqual(who);
  });

  it('the company’s own mailbox leads to the member with that address, and one that was typed in does not', async () => {
    wecom.people.set('LiNa', { name: '李娜', department: [1], email: 'lina@shop.example', biz_mail: '' });
    const typed = await scan({ userid: 'LiNa' });
    expect(typed.who).toBeNull();
    wecom.people.set('LiNa', { name: '李娜', department: [1], biz_mail: 'lina@shop.example' });
    expect((await scan({ userid: 'LiNa' })).who).toMatchObject({ email: 'lina@shop.example' });
  });

  it('customers of the company, and colleagues who left or were switched off, stay out', async () => {
    const customer = await scan({ openid: 'o-1', external_userid: 'wm-1' });
    expect(customer.who).toBeNull();
    expect(await bench.said(customer.browser)).toMatch(/Company did not let you in/);
    for (const status of [2, 5]) {
      wecom.people.set('HanMei', { ...HAN, status });
      expect((await scan()).who).toBeNull();
    }
    expect(await bench.rows(sql`select from member_identity`)).toEqual([]);
  });

  it('a code counts once, another state never, and without a code somebody said no', async () => {
    const { browser, returned } = await scan();
    expect(await bench.comeBack(browser, returned)).toBe('/login');
    const other = bench.browser();
    const forged = new URL(wecom.scan(await bench.begin(other), { userid: 'HanMei' }));
    forged.searchParams.set('state', 'B'.repeat(43));
    expect(await bench.comeBack(other, forged.href)).toBe('/login');
    expect(await bench.said(other)).toMatch(/This sign-in is over/);
    const used = new URL(wecom.scan(await bench.begin(other), { userid: 'HanMei' }));
    used.searchParams.set('code', 'used');
    await bench.comeBack(other, used.href);
    expect(await bench.said(other)).toMatch(/does not prove who you are/);
    const refused = new URL(wecom.scan(await bench.begin(other), {}));
    refused.searchParams.delete('code');
    await bench.comeBack(other, refused.href);
    expect(await bench.said(other)).toMatch(/you said no there/);
  });

  it('the token is fetched once for many, and again when it dies early', async () => {
    await scan();
    const count = () => wecom.calls.filter((call) => call === 'gettoken').length;
    const before = count();
    await scan();
    expect(count()).toBe(before);
    wecom.killTokens();
    expect((await scan()).led).toBe('/desk');
    expect(count()).toBe(before + 1);
  });

  it('the test says whether WeCom knows the secret, and whether it answers', async () => {
    const providers = bench.server.get(Providers);
    expect(await providers.test('company')).toBeNull();
    await bench.rows(sql`delete from identity_provider`);
    await offer('wrong');
    expect(await providers.test('company')).toMatchObject({ reason: 'misconfigured', code: 'wecom_40001' });
    await bench.rows(
      sql`update identity_provider set settings = settings || '{"apiUrl":"http://127.0.0.1:9"}'`,
    );
    expect(await providers.test('company')).toMatchObject({ reason: 'unreachable', code: 'no_answer' });
  });
});
