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
  it('are refused without the token of a page', async () => {
    const browser = new CookieJar(server.url);
    const response = await browser.send('POST', '/form', {
      form: { what: 'tea' },
      headers: { accept: 'application/json' },
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'csrf' });
  });

  it('are taken with it, in the field, and do not see the field', async () => {
    const browser = new CookieJar(server.url);
    const token = await (await browser.send('GET', '/form')).text();
    const byField = await browser.send('POST', '/form', { form: { what: 'tea', _csrf: token } });
    expect(await byField.json()).toEqual({ received: { what: 'tea' } });
  });

  it('are refused with it in the header alone, which is for the files that a script sends', async () => {
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

  it("refuse the token of a visitor once logged in, and another person's", async () => {
    const browser = new CookieJar(server.url);
    const before = await (await browser.send('GET', '/form')).text();
    await browser.send('POST', '/enter', { form: { _csrf: before } });
    expect((await browser.send('POST', '/form', { form: { _csrf: before } })).status).toBe(403);
    const other = await loggedIn();
    const others = await (await other.send('GET', '/form')).text();
    browser.plant('huiyin_csrf', others);
    expect((await browser.send('POST', '/form', { form: { _csrf: others } })).status).toBe(403);
  });

  it('need none where a cookie proves nothing: the API and callbacks', async () => {
    const browser = new CookieJar(server.url);
    expect((await browser.send('POST', '/api/v1/form')).status).toBe(201);
    expect((await browser.send('POST', '/channels/form')).status).toBe(201);
  });
});

describe('logins', () => {
  it('begin under a new session id, so that a planted one is worth nothing', async () => {
    const attacker = await loggedIn();
    const planted = attacker.cookie('huiyin_session')!;
    const victim = new CookieJar(server.url);
    victim.plant('huiyin_session', planted);
    const _csrf = await (await victim.send('GET', '/form')).text();
    await victim.send('POST', '/enter', { form: { _csrf } });
    expect(victim.cookie('huiyin_session')).not.toBe(planted);
    expect(await (await attacker.send('GET', '/who')).json()).toEqual({ subject: null });
  });

  it('make no row for a visitor', async () => {
    const visitor = new CookieJar(server.url);
    await visitor.send('GET', '/form');
    expect(visitor.cookie('huiyin_session')).toBeUndefined();
  });

  it('have a cookie that scripts cannot read and other sites do not send', async () => {
    const browser = new CookieJar(server.url);
    const _csrf = await (await browser.send('GET', '/form')).text();
    const response = await browser.send('POST', '/enter', { form: { _csrf } });
    const cookie = response.headers.getSetCookie().find((text) => text.startsWith('huiyin_session='));
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
  });

  it('stay ended, also when a request of theirs was under way', async () => {
    const browser = await loggedIn();
    const late = browser.send('GET', '/slow-note');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.get(Logins).endAll('17');
    expect((await late).status).toBe(200);
    expect(await (await browser.send('GET', '/who')).json()).toEqual({ subject: null });
  });

  it('are not read by the API', async () => {
    const browser = await loggedIn();
    expect((await server.get(Logins).of('17')).length).toBeGreaterThan(0);
    expect((await browser.send('POST', '/api/v1/form')).headers.getSetCookie()).toEqual([]);
  });
});

describe('every answer', () => {
  it('forbids scripts of elsewhere and framing, and does not say what made it', async () => {
    const { headers } = await fetch(`${server.url}/form`);
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('has a request id: the given one only where it is harmless', async () => {
    const given = await fetch(`${server.url}/form`, { headers: { 'x-request-id': 'abc-1' } });
    expect(given.headers.get('x-request-id')).toBe('abc-1');
    const odd = await fetch(`${server.url}/form`, { headers: { 'x-request-id': 'a"b' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('behind https', () => {
  it('keeps cookies to https, promises to stay there, and needs no header of the proxy', async () => {
    const shop = await openServer({
      controllers: [Desk],
      databaseUrl: server.databaseUrl,
      environment: { PUBLIC_URL: 'https://desk.shop.example' },
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

describe('many who write at once', () => {
  const most = async (path: string) => {
    const sent = Array.from({ length: 30 }, () => fetch(`${server.url}${path}`, { method: 'POST' }));
    const answers = await Promise.all((await Promise.all(sent)).map((answer) => answer.json()));
    return Math.max(...(answers as { together: number }[]).map(({ together }) => together));
  };

  it('wait for each other, and no push waits for them', async () => {
    expect(await most('/api/v1/write')).toBeLessThanOrEqual(6);
    expect(await most('/channels/write')).toBeGreaterThan(6);
  });

  it('leave their turn to others when they hang up', async () => {
    const impatient = Array.from({ length: 30 }, () =>
      fetch(`${server.url}/api/v1/write`, { method: 'POST', signal: AbortSignal.timeout(15) }),
    );
    const answers = await Promise.allSettled(impatient);
    expect(answers.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(6);
    expect((await fetch(`${server.url}/api/v1/write`, { method: 'POST' })).status).toBe(201);
  });
});

describe('an address in other letters', () => {
  it('is the same address, with the same checks, and no more of it in the log', async () => {
    const url = `${server.url}/API/v1/form`;
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(url, { method: 'POST', body: '{}', headers })).status).toBe(201);
    expect(loggedPath({ url: '/T/short-token' })).toBe('/T/…');
  });
});

describe('behind a proxy', () => {
  const visitor = { headers: { 'x-forwarded-for': '203.0.113.9' } };
  const addressAt = async (url: string): Promise<unknown> => (await fetch(`${url}/from`, visitor)).json();

  it('the visitor is who a proxy that is trusted says', async () => {
    expect(await addressAt(server.url)).toEqual({ address: '203.0.113.9' });
  });

  it('nobody else is believed', async () => {
    const { databaseUrl } = server;
    const environment = { TRUST_PROXY: '10.0.0.5, 10.1.0.0/16' };
    const elsewhere = await openServer({ controllers: [Desk], databaseUrl, environment });
    expect(await addressAt(elsewhere.url)).toEqual({ address: '127.0.0.1' });
    await elsewhere.close();
  });

  it.each(['everybody', '10.0.0.5,', '10.0.0.0/8 10.1.0.0/16'])('%s is no list of proxies', (wrong) => {
    expect(() => testConfig('postgres://x', '/tmp', { TRUST_PROXY: wrong })).toThrow('TRUST_PROXY');
  });
});

describe('limits', () => {
  it('count for all processes, and say when to come back', async () => {
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

  it('let through of many guesses at the same moment only the free ones and one turn', async () => {
    const guesses = server.get(RateLimits).backOff('burst');
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => guesses.guess('wang')));
    const through = results.filter(({ status }) => status === 'fulfilled').length;
    expect(through).toBeLessThanOrEqual(6);
    expect(through).toBeGreaterThanOrEqual(5);
  });

  it('begin anew after a right guess', async () => {
    const guesses = server.get(RateLimits).backOff('right');
    for (let count = 0; count < 6; count += 1) await guesses.guess('li');
    await expect(guesses.guess('li')).rejects.toMatchObject({ status: 429 });
    await guesses.forget('li');
    await expect(guesses.guess('li')).resolves.toBeUndefined();
  });
});

describe('for machines', () => {
  it('says that it lives and whether it can work', async () => {
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${server.url}/health/ready`);
    expect(await ready.json()).toEqual({ ready: true, checks: { database: 'ok' } });
  });

  it('is not ready while a part of it fails', async () => {
    const other = await openServer({ databaseUrl: server.databaseUrl });
    other.get(Health).contribute('queue', () => Promise.reject(new Error('stuck')));
    const ready = await fetch(`${other.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ ready: false, checks: { database: 'ok', queue: 'failing' } });
    await other.close();
  });

  it('shows its numbers, of requests by route and not by address', async () => {
    server.get(Metrics).counter('huiyin_test_total', 'Of this test').inc(3);
    await fetch(`${server.url}/nothing/secret-token`);
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toContain('huiyin_test_total 3');
    expect(text).toContain('huiyin_http_request_seconds_count');
    expect(text).not.toContain('secret-token');
  });
});

describe('shutting down', () => {
  it('ends streams at once and lets a request finish', async () => {
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
  it('are logged without what opens something', () => {
    expect(loggedPath({ originalUrl: '/t/abc.def?x=1' })).toBe('/t/…');
    expect(loggedPath({ originalUrl: '/files/9f/photo.jpg' })).toBe('/files/…/photo.jpg');
    expect(loggedPath({ originalUrl: '/sandbox/people/oABC/changes' })).toBe('/sandbox/people/…/changes');
    expect(loggedPath({ originalUrl: '/invitations/short' })).toBe('/invitations/…');
    expect(loggedPath({ originalUrl: `/other/${'x'.repeat(43)}/edit` })).toBe('/other/…/edit');
    expect(loggedPath({ originalUrl: '/channels/wechat/shop?openid=oABC' })).toBe('/channels/wechat/shop');
  });

  it('to go on to are our own', () => {
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
