import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csrfToken, Health, Logins, Metrics, RateLimits, startLogin } from '../../src/platform/http/index.js';
import { loggedPath, safeNext } from '../../src/platform/http/request.js';
import { testConfig } from '../support/app.js';
import { CookieJar } from '../support/browser.js';
import { openServer, type TestServer } from '../support/server.js';

@Controller()
class Desk {
  @Get('form')
  form(@Req() request: Request): string {
    return csrfToken(request);
  }
  @Post(['form', 'form/files', 'api/v1/form', 'channels/form'])
  submit(@Body() body?: Record<string, string>): object {
    return { received: body ?? null };
  }
  @Post('enter')
  async enter(@Req() request: Request): Promise<string> {
    await startLogin(request, '17');
    return 'in';
  }
  @Get('who')
  who(@Req() request: Request): object {
    return { subject: request.session.subject ?? null };
  }
  private writing = 0;
  @Post(['api/v1/write', 'channels/write'])
  async write(): Promise<object> {
    this.writing += 1;
    const together = this.writing;
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.writing -= 1;
    return { together };
  }
  @Get('from')
  from(@Req() request: Request): object {
    return { address: request.ip };
  }
  @Get('slow-note')
  async slowNote(@Req() request: Request): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve, 150));
    Object.assign(request.session, { note: 'written late' });
    return 'done';
  }
  @Get('stream')
  stream(@Res() response: Response): void {
    response.type('text/event-stream').write('data: hello\n\n');
  }
  @Get('slow')
  async slow(): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return 'finished';
  }
}

let server: TestServer;
beforeAll(async () => {
  server = await openServer({ controllers: [Desk] });
});
afterAll(() => server.close());

async function loggedIn(): Promise<CookieJar> {
  const browser = new CookieJar(server.url);
  const _csrf = await (await browser.send('GET', '/form')).text();
  await browser.send('POST', '/enter', { form: { _csrf } });
  return browser;
}

describe('forms', () => {
  it('a form is refused without the token of a page', async () => {
    const browser = new CookieJar(server.url);
    const response = await browser.send('POST', '/form', {
      form: { what: 'tea' },
      headers: { accept: 'application/json' },
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'csrf' });
  });

  it('a form is accepted with its token, and its handler does not see the token', async () => {
    const browser = new CookieJar(server.url);
    const token = await (await browser.send('GET', '/form')).text();
    const byField = await browser.send('POST', '/form', { form: { what: 'tea', _csrf: token } });
    expect(await byField.json()).toEqual({ received: { what: 'tea' } });
  });

  it('a token in the header alone is enough for files that a script sends, not for a form', async () => {
    const browser = new CookieJar(server.url);
    const token = await (await browser.send('GET', '/form')).text();
    const headers = { 'x-csrf-token': token };
    expect((await browser.send('POST', '/form', { form: { what: 'tea' }, headers })).status).toBe(403);
    const body = new FormData();
    body.append('file', new Blob(['tea']), 'tea.txt');
    const sent = { method: 'POST', body, headers: { ...headers, cookie: browser.header } };
    expect((await fetch(`${server.url}/form/files`, sent)).status).toBe(201);
    expect((await fetch(`${server.url}/form`, sent)).status).toBe(400);
  });

  it('a form is refused with the token from before the login or with the token of another person', async () => {
    const browser = new CookieJar(server.url);
    const before = await (await browser.send('GET', '/form')).text();
    await browser.send('POST', '/enter', { form: { _csrf: before } });
    expect((await browser.send('POST', '/form', { form: { _csrf: before } })).status).toBe(403);
    const other = await loggedIn();
    const others = await (await other.send('GET', '/form')).text();
    browser.plant('huiyin_csrf', others);
    expect((await browser.send('POST', '/form', { form: { _csrf: others } })).status).toBe(403);
  });

  it('the API and callbacks need no form token, because a cookie proves nothing there', async () => {
    const browser = new CookieJar(server.url);
    expect((await browser.send('POST', '/api/v1/form')).status).toBe(201);
    expect((await browser.send('POST', '/channels/form')).status).toBe(201);
  });
});

describe('logins', () => {
  it('a login begins under a new session id, so that a planted one is worth nothing', async () => {
    const attacker = await loggedIn();
    const planted = attacker.cookie('huiyin_session')!;
    const victim = new CookieJar(server.url);
    victim.plant('huiyin_session', planted);
    const _csrf = await (await victim.send('GET', '/form')).text();
    await victim.send('POST', '/enter', { form: { _csrf } });
    expect(victim.cookie('huiyin_session')).not.toBe(planted);
    expect(await (await attacker.send('GET', '/who')).json()).toEqual({ subject: null });
  });

  it('a visitor who does not log in gets no session', async () => {
    const visitor = new CookieJar(server.url);
    await visitor.send('GET', '/form');
    expect(visitor.cookie('huiyin_session')).toBeUndefined();
  });

  it('the cookie of a login cannot be read by scripts and is not sent by other sites', async () => {
    const browser = new CookieJar(server.url);
    const _csrf = await (await browser.send('GET', '/form')).text();
    const response = await browser.send('POST', '/enter', { form: { _csrf } });
    const cookie = response.headers.getSetCookie().find((text) => text.startsWith('huiyin_session='));
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
  });

  it('a login that was ended stays ended, even if one of its requests was still running', async () => {
    const browser = await loggedIn();
    const late = browser.send('GET', '/slow-note');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.get(Logins).endAll('17');
    expect((await late).status).toBe(200);
    expect(await (await browser.send('GET', '/who')).json()).toEqual({ subject: null });
  });

  it('the API takes no notice of logins', async () => {
    const browser = await loggedIn();
    expect((await server.get(Logins).of('17')).length).toBeGreaterThan(0);
    expect((await browser.send('POST', '/api/v1/form')).headers.getSetCookie()).toEqual([]);
  });
});

describe('every answer', () => {
  it('every answer forbids foreign scripts and framing, and does not say which software made it', async () => {
    const { headers } = await fetch(`${server.url}/form`);
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('every answer has a request id, which is the given one if that is harmless', async () => {
    const given = await fetch(`${server.url}/form`, { headers: { 'x-request-id': 'abc-1' } });
    expect(given.headers.get('x-request-id')).toBe('abc-1');
    const odd = await fetch(`${server.url}/form`, { headers: { 'x-request-id': 'a"b' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a server behind https', () => {
  it('an installation behind https marks its cookies secure and tells browsers to stay on https', async () => {
    const shop = await openServer({
      controllers: [Desk],
      databaseUrl: server.databaseUrl,
      environment: { PUBLIC_URL: 'https://desk.localhost' },
    });
    const browser = new CookieJar(shop.url);
    const page = await browser.send('GET', '/form');
    expect(page.headers.get('strict-transport-security')).toMatch(/^max-age=\d+$/);
    const entered = await browser.send('POST', '/enter', { form: { _csrf: await page.text() } });
    const cookies = [...page.headers.getSetCookie(), ...entered.headers.getSetCookie()];
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['__Host-huiyin_csrf', 'huiyin_session']);
    for (const cookie of cookies) expect(cookie).toMatch(/; Secure/);
    await shop.close();
  });
});

describe('many requests that write at once', () => {
  const most = async (path: string) => {
    const sent = Array.from({ length: 30 }, () => fetch(`${server.url}${path}`, { method: 'POST' }));
    const answers = await Promise.all((await Promise.all(sent)).map((answer) => answer.json()));
    return Math.max(...(answers as { together: number }[]).map(({ together }) => together));
  };

  it('requests that write wait for each other, and callbacks do not wait for them', async () => {
    expect(await most('/api/v1/write')).toBeLessThanOrEqual(6);
    expect(await most('/channels/write')).toBeGreaterThan(6);
  });

  it('a request that hangs up while it waits leaves its turn to others', async () => {
    const impatient = Array.from({ length: 30 }, () =>
      fetch(`${server.url}/api/v1/write`, { method: 'POST', signal: AbortSignal.timeout(15) }),
    );
    const answers = await Promise.allSettled(impatient);
    expect(answers.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(6);
    expect((await fetch(`${server.url}/api/v1/write`, { method: 'POST' })).status).toBe(201);
  });
});

describe('an address in capital letters', () => {
  it('an address in capital letters passes the same checks, and its secret part is not logged', async () => {
    const url = `${server.url}/API/v1/form`;
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(url, { method: 'POST', body: '{}', headers })).status).toBe(201);
    expect(loggedPath({ url: '/T/short-token' })).toBe('/T/…');
  });
});

describe('a server behind a proxy', () => {
  const visitor = { headers: { 'x-forwarded-for': '203.0.113.9' } };
  const addressAt = async (url: string): Promise<unknown> => (await fetch(`${url}/from`, visitor)).json();

  it('the address of a visitor is the one that a trusted proxy names', async () => {
    expect(await addressAt(server.url)).toEqual({ address: '203.0.113.9' });
  });

  it('the address that an untrusted proxy names is ignored', async () => {
    const { databaseUrl } = server;
    const environment = { TRUST_PROXY: '10.0.0.5, 10.1.0.0/16' };
    const elsewhere = await openServer({ controllers: [Desk], databaseUrl, environment });
    expect(await addressAt(elsewhere.url)).toEqual({ address: '127.0.0.1' });
    await elsewhere.close();
  });

  it.each(['everybody', '10.0.0.5,', '10.0.0.0/8 10.1.0.0/16'])(
    'the list of proxies "%s" is refused at the start',
    (wrong) => {
      expect(() => testConfig('postgres://x', '/tmp', { TRUST_PROXY: wrong })).toThrow('TRUST_PROXY');
    },
  );
});

describe('limits', () => {
  it('a rate limit counts for all processes together, and says when to come back', async () => {
    const other = await openServer({ databaseUrl: server.databaseUrl });
    const [here, there] = [server.get(RateLimits), other.get(RateLimits)];
    const limit = { points: 3, seconds: 60 };
    await here.take('test', limit, 'zhang');
    await there.take('test', limit, 'zhang');
    await here.take('test', limit, 'zhang');
    await expect(there.take('test', limit, 'zhang')).rejects.toMatchObject({ status: 429, code: 'too_many' });
    await expect(there.take('test', limit, 'wang')).resolves.toBe(1);
    await other.close();
  });

  it('of thirty guesses at the same moment only the free ones and one more are let through', async () => {
    const guesses = server.get(RateLimits).backOff('burst');
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => guesses.guess('wang')));
    const through = results.filter(({ status }) => status === 'fulfilled').length;
    expect(through).toBeLessThanOrEqual(6);
    expect(through).toBeGreaterThanOrEqual(5);
  });

  it('the count of wrong guesses begins anew after a right one', async () => {
    const guesses = server.get(RateLimits).backOff('right');
    for (let count = 0; count < 6; count += 1) await guesses.guess('li');
    await expect(guesses.guess('li')).rejects.toMatchObject({ status: 429 });
    await guesses.forget('li');
    await expect(guesses.guess('li')).resolves.toBeUndefined();
  });
});

describe('health and metrics', () => {
  it('the health address says that the program lives and whether it can work', async () => {
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${server.url}/health/ready`);
    expect(await ready.json()).toEqual({ ready: true, checks: { database: 'ok' } });
  });

  it('the program is not ready while a part of it fails', async () => {
    const other = await openServer({ databaseUrl: server.databaseUrl });
    other.get(Health).contribute('queue', () => Promise.reject(new Error('stuck')));
    const ready = await fetch(`${other.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ ready: false, checks: { database: 'ok', queue: 'failing' } });
    await other.close();
  });

  it('metrics count requests by route and contain no address', async () => {
    server.get(Metrics).counter('huiyin_test_total', 'Of this test').inc(3);
    await fetch(`${server.url}/nothing/secret-token`);
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toContain('huiyin_test_total 3');
    expect(text).toContain('huiyin_http_request_seconds_count');
    expect(text).not.toContain('secret-token');
  });
});

describe('shutting down', () => {
  it('stopping the server ends streams at once and lets a running request finish', async () => {
    const leaving = await openServer({ controllers: [Desk], databaseUrl: server.databaseUrl });
    const stream = await fetch(`${leaving.url}/stream`);
    const reader = stream.body!.getReader();
    await reader.read();
    const slow = fetch(`${leaving.url}/slow`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const ended = reader.read().then(
      ({ done }) => done,
      () => true,
    );
    const began = Date.now();
    await leaving.close();
    expect(await ended).toBe(true);
    expect(await (await slow).text()).toBe('finished');
    expect(Date.now() - began).toBeLessThan(3_000);
  });
});

describe('addresses', () => {
  it('a logged address contains nothing that would open something', () => {
    expect(loggedPath({ originalUrl: '/t/abc.def?x=1' })).toBe('/t/…');
    expect(loggedPath({ originalUrl: '/files/9f/photo.jpg' })).toBe('/files/…/photo.jpg');
    expect(loggedPath({ originalUrl: '/sandbox/people/oABC/changes' })).toBe('/sandbox/people/…/changes');
    expect(loggedPath({ originalUrl: '/invitations/short' })).toBe('/invitations/…');
    expect(loggedPath({ originalUrl: `/other/${'x'.repeat(43)}/edit` })).toBe('/other/…/edit');
    expect(loggedPath({ originalUrl: '/channels/wechat/shop?openid=oABC' })).toBe('/channels/wechat/shop');
  });

  it('a login leads on only to addresses of our own', () => {
    expect(safeNext('/tickets/T100001?tab=notes')).toBe('/tickets/T100001?tab=notes');
    for (const elsewhere of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/a\nb',
      undefined,
      ['/a'],
    ]) {
      expect(safeNext(elsewhere)).toBe('/');
    }
  });
});
