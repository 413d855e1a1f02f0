import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { consent, ProviderBench } from '../support/provider-bench.js';
import { CLIENT, type Person, StandInIssuer } from '../support/stand-in-issuer.js';

let bench: ProviderBench;
let issuer: StandInIssuer;
beforeAll(async () => {
  [bench, issuer] = await Promise.all([ProviderBench.open(), StandInIssuer.open()]);
});
beforeEach(async () => {
  await bench.fresh();
  issuer.person = LINA;
  await offer('company');
});
afterEach(() => issuer.reset());
afterAll(async () => {
  issuer.close();
  await bench.close();
});

const LINA: Person = { sub: 'lina-1', name: 'Li Na', email: 'lina@shop.example', email_verified: true };
const offer = (key: string) =>
  bench.add({
    ...{ key, kind: 'oidc', settings: { issuer: issuer.url, clientId: CLIENT.id }, secret: CLIENT.secret },
    ...{ linksByEmail: true, groups: [{ name: 'cs', role: 'agent', departmentId: null }] },
  });

/** Signs in as the person of the issuer, with `turn` between the issuer and us. */
async function enter(turn: (returned: URL) => void = () => undefined, next = '/desk') {
  const browser = bench.browser();
  const returned = new URL(await consent(await bench.begin(browser, next)));
  turn(returned);
  const led = await bench.comeBack(browser, returned.href);
  return { browser, returned, led, who: await bench.who(browser) };
}

async function expectRefused(browser: Parameters<typeof bench.who>[0], said: RegExp): Promise<void> {
  expect(await bench.who(browser)).toBeNull();
  expect(await bench.said(browser)).toMatch(said);
  expect(await bench.rows(sql`select from member_identity`)).toEqual([]);
}

const OVER = /This sign-in is over or was begun in another browser/;
const UNTRUSTED = /The answer of Company does not prove who you are/;

describe('a sign-in that somebody else began or repeats', () => {
  it('an honest sign-in works, so that the refusals below mean something', async () => {
    expect((await enter()).who).toMatchObject({ name: '李娜' });
  });

  it('an answer with another state is refused', async () => {
    const { browser } = await enter((url) => url.searchParams.set('state', 'A'.repeat(43)));
    await expectRefused(browser, OVER);
  });

  it('an answer without a state is refused', async () => {
    const { browser } = await enter((url) => url.searchParams.delete('state'));
    await expectRefused(browser, OVER);
  });

  it('a link with the attacker’s code signs nobody in on another browser', async () => {
    const returned = await consent(await bench.begin(bench.browser()));
    const victim = bench.browser();
    await bench.comeBack(victim, returned);
    await expectRefused(victim, OVER);
    const busy = bench.browser();
    await bench.begin(busy);
    await bench.comeBack(busy, returned);
    await expectRefused(busy, OVER);
  });

  it('an answer counts once, even if the issuer would take the code again', async () => {
    issuer.careless = true;
    const { browser, returned } = await enter();
    const copy = bench.browser();
    copy.plant('huiyin_sign_in', browser.cookie('huiyin_sign_in') ?? '');
    expect(await bench.comeBack(copy, returned.href)).toBe('/login');
    expect(await bench.who(copy)).toBeNull();
  });

  it('a code that was caught on its way proves nothing in another attempt', async () => {
    const caught = new URL(await consent(await bench.begin(bench.browser()))).searchParams.get('code')!;
    const { browser } = await enter((url) => url.searchParams.set('code', caught));
    await expectRefused(browser, UNTRUSTED);
  });

  it('an attempt is over after ten minutes', async () => {
    const browser = bench.browser();
    const returned = await consent(await bench.begin(browser));
    await bench.rows(sql`update sign_in_attempt set expires_at = clock_timestamp()`);
    await bench.comeBack(browser, returned);
    await expectRefused(browser, OVER);
  });

  it('an answer of one provider does not count for another', async () => {
    await offer('other');
    const { browser } = await enter((url) => {
      url.pathname = '/login/from/other';
    });
    await expectRefused(browser, OVER);
  });

  it('an answer that names another issuer is refused', async () => {
    const { browser } = await enter((url) => url.searchParams.set('iss', 'https://evil.example'));
    await expectRefused(browser, UNTRUSTED);
  });

  it('a browser with two tabs can end both sign-ins', async () => {
    const browser = bench.browser();
    const [first, second] = [await bench.begin(browser), await bench.begin(browser)];
    expect(await bench.comeBack(browser, await consent(second))).toBe('/desk');
    browser.plant('huiyin_sign_in', 'gone');
    expect(await bench.comeBack(browser, await consent(first))).toBe('/login');
  });
});

describe('an ID token that proves nothing', () => {
  const now = () => Math.floor(Date.now() / 1000);

  it.each([
    ['another nonce', { nonce: 'another' }],
    ['no nonce', { nonce: undefined }],
    ['another audience', { aud: 'another-program' }],
    ['an audience of several without saying who asked', { aud: [CLIENT.id, 'another-program'] }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['an end that has passed', { iat: now() - 7200, exp: now() - 3600 }],
    ['a beginning in the future', { nbf: now() + 3600 }],
    ['no subject', { sub: undefined }],
  ])('an ID token with %s is refused', async (_what, twisted) => {
    issuer.twist = (payload) => ({ ...payload, ...twisted });
    const { browser, led } = await enter();
    expect(led).toBe('/login');
    await expectRefused(browser, UNTRUSTED);
  });

  it.each(['other', 'none', 'with the secret'] as const)(
    'an ID token signed by no key of the issuer is refused: %s',
    async (signs) => {
      issuer.signs = signs;
      const { browser } = await enter();
      await expectRefused(browser, UNTRUSTED);
    },
  );
});

describe('an address that is not verified', () => {
  it.each([false, 'true', undefined, 1])(
    'an e-mail of which “%s” is said joins and makes no member',
    async (said) => {
      issuer.person = { ...LINA, email_verified: said as boolean };
      await expectRefused((await enter()).browser, /has no access here/);
      issuer.person = { ...LINA, email: 'new@shop.example', email_verified: said as boolean, groups: ['cs'] };
      await expectRefused((await enter()).browser, /does not say that your e-mail is verified/);
    },
  );

  it('an address of the token is not verified by what is said about another one', async () => {
    issuer.twist = ({ email_verified: _verified, ...payload }) => ({
      ...payload,
      email: 'wutao@shop.example',
    });
    expect((await enter()).who).toMatchObject({ name: '李娜' });
  });
});

describe('the page after a sign-in', () => {
  it.each([
    '//evil.example/',
    'https://evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '',
  ])('a sign-in that should lead to “%s” leads to a page of this program', async (next) => {
    expect((await enter(undefined, next)).led).toBe('/inbox');
  });

  it('the answer is kept nowhere, and its address is not sent on', async () => {
    const browser = bench.browser();
    const { pathname, search } = new URL(await consent(await bench.begin(browser)));
    const answer = await browser.send('GET', pathname + search);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    expect(await answer.text()).toBe('');
  });

  it('a session that an attacker planted does not become the member’s', async () => {
    const browser = bench.browser();
    await bench.comeBack(browser, 'http://127.0.0.1/login/from/company');
    const planted = browser.cookie('huiyin_session');
    expect(planted).toBeDefined();
    expect(await bench.comeBack(browser, await consent(await bench.begin(browser)))).toBe('/desk');
    expect(browser.cookie('huiyin_session')).not.toBe(planted);
  });
});

it('an office that signs in rightly many times does not use up its own limit', async () => {
  await bench.begin(bench.browser());
  await bench.rows(sql`update rate_limit set points = 57 where key like 'login:%'`);
  for (const time of [1, 2, 3]) expect((await enter()).who, String(time)).toMatchObject({ name: '李娜' });
});

it('one address that begins again and again has to wait', async () => {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: bench.server.databaseUrl });
  await client.connect();
  const browser = bench.browser();
  await bench.begin(browser);
  await client.query(`update rate_limit set points = 60 where key like 'login:%'`);
  await client.end();
  expect((await browser.send('GET', '/login/with/company')).status).toBe(429);
  expect((await browser.send('GET', '/login/from/company?code=a&state=b')).status).toBe(429);
});
