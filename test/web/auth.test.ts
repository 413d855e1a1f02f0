import { Body, Controller, Get, Post, UseGuards } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ApiTokens,
  Employment,
  Invitations,
  type Member,
  Passwords,
  Sessions,
} from '../../src/staff/index.js';
import { AuthModule, CurrentMember, OnlyFor, SessionGuard, TokenGuard } from '../../src/web/auth/index.js';
import { hire, PASSWORD, type Staff } from '../staff/cast.js';
import { CookieJar } from '../support/browser.js';
import { openServer, type TestServer } from '../support/server.js';

@Controller('desk')
@UseGuards(SessionGuard)
class Desk {
  @Get()
  who(@CurrentMember() member: Member): object {
    return { name: member.name, departments: member.departmentKeys };
  }
  @Get('keys')
  @OnlyFor(['admin'])
  keys(): string {
    return 'the keys';
  }
}

@Controller('api/v1/desk')
@UseGuards(TokenGuard)
class ApiDesk {
  @Get()
  who(@CurrentMember() member: Member): object {
    return { name: member.name };
  }
  @Post()
  write(@Body() body: object): object {
    return body;
  }
}

let server: TestServer;
let staff: Staff;
beforeAll(async () => {
  server = await openServer({ imports: [AuthModule], controllers: [Desk, ApiDesk] });
});
beforeEach(async () => {
  staff = await hire(server);
});
afterAll(() => server.close());

async function form(browser: CookieJar, path: string): Promise<string> {
  const html = await (await browser.send('GET', path)).text();
  return /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

async function login(email: string, given: { password?: string; next?: string; origin?: string } = {}) {
  const browser = new CookieJar(given.origin ?? server.url);
  const _csrf = await form(browser, '/login');
  const { password = PASSWORD, next = '' } = given;
  const response = await browser.send('POST', '/login', { form: { email, password, next, _csrf } });
  return { browser, response };
}

const desk = (browser: CookieJar, path = '/desk') => browser.send('GET', path);
const TO_LOGIN = '/login?next=%2Fdesk';

describe('logging in', () => {
  it('logging in leads a member to the page that was asked for', async () => {
    const { browser, response } = await login('lina@shop.example', { next: '/desk' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/desk']);
    expect(await (await desk(browser)).json()).toEqual({ name: '李娜', departments: ['support'] });
  });

  it('a visitor is asked to log in, and is then led only to pages of this program', async () => {
    const visitor = new CookieJar(server.url);
    expect((await desk(visitor)).headers.get('location')).toBe(TO_LOGIN);
    const { response } = await login('lina@shop.example', { next: '//evil.example/desk' });
    expect(response.headers.get('location')).toBe('/inbox');
  });

  it('a refused log-in says what is wrong and keeps what was typed, but not the password', async () => {
    const { browser, response } = await login('lina@shop.example', { password: 'a wrong "password"' });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('value="lina@shop.example"');
    expect(html).not.toContain('a wrong');
    expect((await desk(browser)).status).toBe(303);
  });

  it('logging in needs the token of the page', async () => {
    const browser = new CookieJar(server.url);
    const given = { email: 'lina@shop.example', password: PASSWORD };
    expect((await browser.send('POST', '/login', { form: given })).status).toBe(403);
  });

  it('logging in is refused with 429 and a time to wait while somebody guesses', async () => {
    for (let guess = 0; guess < 6; guess += 1) await login('lina@shop.example', { password: 'guess' });
    const { response } = await login('lina@shop.example');
    expect(response.status).toBe(429);
  });

  it('pages for administrators are open to administrators alone', async () => {
    const { browser: lina } = await login('lina@shop.example');
    const { browser: wutao } = await login('wutao@shop.example');
    expect((await desk(lina, '/desk/keys')).status).toBe(403);
    expect((await desk(wutao, '/desk/keys')).status).toBe(200);
  });
});

describe('the end of a login', () => {
  it('a login ends by logging out, with a form and not with a link', async () => {
    const { browser } = await login('lina@shop.example');
    expect((await browser.send('GET', '/logout')).status).toBe(404);
    const _csrf = await form(browser, '/login');
    expect((await browser.send('POST', '/logout', { form: {} })).status).toBe(400);
    expect((await browser.send('POST', '/logout', { form: { _csrf: 'made-up' } })).status).toBe(403);
    const kept = browser.cookie('huiyin_session')!;
    await browser.send('POST', '/logout', { form: { _csrf } });
    browser.plant('huiyin_session', kept);
    expect((await desk(browser)).status).toBe(303);
  });

  it('a login ends at once, in another process too, when the member is disabled', async () => {
    const other = await openServer({
      imports: [AuthModule],
      controllers: [Desk],
      databaseUrl: server.databaseUrl,
    });
    const { browser } = await login('lina@shop.example', { origin: other.url });
    expect((await desk(browser)).status).toBe(200);
    await server.get(Employment).disable(staff.lina.id, staff.wutao);
    expect((await desk(browser)).headers.get('location')).toBe(TO_LOGIN);
    await other.close();
  });

  it('a login can be ended from elsewhere, alone or together with all others', async () => {
    const [phone, office, home] = [
      await login('lina@shop.example'),
      await login('lina@shop.example'),
      await login('lina@shop.example'),
    ];
    const sessions = server.get(Sessions);
    const [newest] = await sessions.list(staff.lina.id);
    await expect(sessions.end(staff.zhangmin.id, newest!.id, staff.zhangmin)).rejects.toMatchObject({
      status: 404,
    });
    await sessions.end(staff.lina.id, newest!.id, staff.lina);
    expect((await desk(home.browser)).status).toBe(303);
    const [kept] = await sessions.list(staff.lina.id);
    await server
      .get(Passwords)
      .change(staff.lina, { current: PASSWORD, wanted: 'another password', loginId: kept!.id });
    expect((await desk(phone.browser)).status).toBe(303);
    expect((await desk(office.browser)).status).toBe(200);
  });
});

describe('joining by invitation', () => {
  it('joining shows the form, keeps the name when the password is too short, and logs in', async () => {
    const { token } = await server
      .get(Invitations)
      .invite(
        { email: 'han@shop.example', name: '韩梅', role: 'agent', departmentIds: [staff.support] },
        staff.zhangmin,
      );
    const browser = new CookieJar(server.url);
    const path = `/invitations/${token}`;
    const _csrf = await form(browser, path);
    const short = await browser.send('POST', path, { form: { name: '韩梅梅', password: 'short', _csrf } });
    expect(short.status).toBe(422);
    expect(await short.text()).toContain('value="韩梅梅"');
    const joined = await browser.send('POST', path, { form: { name: '韩梅梅', password: PASSWORD, _csrf } });
    expect(joined.headers.get('location')).toBe('/inbox');
    expect(await (await desk(browser)).json()).toMatchObject({ name: '韩梅梅' });
    expect((await browser.send('GET', path)).status).toBe(404);
  });
});

describe('the API', () => {
  const api = (headers: Record<string, string>) => fetch(`${server.url}/api/v1/desk`, { headers });

  it('the API knows the member by the token and not by the login', async () => {
    const { token } = await server.get(ApiTokens).create(staff.lina.id, 'script', staff.lina);
    expect(await (await api({ authorization: `Bearer ${token}` })).json()).toEqual({ name: '李娜' });
    const { browser } = await login('lina@shop.example');
    const byCookie = await browser.send('GET', '/api/v1/desk');
    expect(byCookie.status).toBe(401);
    expect(byCookie.headers.get('content-type')).toMatch(/problem\+json/);
  });

  it.each([
    '',
    'Bearer',
    'Bearer wrong-token-that-is-long-enough',
    'Basic bGluYTpwYXNz',
    "Bearer ' or true --",
  ])('the API refuses the authorization %j', async (authorization) => {
    expect((await api({ authorization })).status).toBe(401);
  });

  it('the API refuses a revoked token at once', async () => {
    const { id, token } = await server.get(ApiTokens).create(staff.lina.id, 'script', staff.lina);
    await server.get(ApiTokens).revoke(staff.lina.id, id, staff.lina);
    expect((await api({ authorization: `Bearer ${token}` })).status).toBe(401);
  });
});
