import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GroupRobotsModule } from '../../src/channels/robots/index.js';
import { sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { ApiTokens, Passwords } from '../../src/staff/index.js';
import { WebModule } from '../../src/web/index.js';
import { PASSWORD } from '../support/cast.js';
import { openServer, type TestServer } from '../support/server.js';
import { Desk, faultsOn, linkIn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let elsewhere: TestServer;
beforeAll(async () => {
  bench = await Workbench.open();
  elsewhere = await openServer({
    databaseUrl: bench.server.databaseUrl,
    imports: [LiveModule, JobsModule, WebModule, GroupRobotsModule],
    environment: { ROLE: 'web' },
  });
});
afterAll(async () => {
  await elsewhere.close();
  await bench.close();
});

type Key = Parameters<Workbench['desk']>[0];
type Bounds = Parameters<ApiTokens['create']>[3];
const make = async (member: Key, bounds?: Bounds) =>
  bench.server.get(ApiTokens).create(bench.cast.staff[member].id, 'script', bench.cast.staff[member], bounds);
const call = (
  token: string,
  asked = 'GET /departments',
  { body, at = bench.server }: { body?: object; at?: TestServer } = {},
) => {
  const [method, path] = asked.split(' ');
  return fetch(`${at.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
};
const status = async (token: string) => (await call(token)).status;

describe('fault 36: how long an API token is good', () => {
  it('fault 36: an API token ends with a new password of its member, whoever gives it', async () => {
    const [own, given] = [await make('zhoulin'), await make('zhaolei')];
    const zhoulin = await Desk.open(bench.server.url, 'zhoulin@huiyin.example');
    await zhoulin.get('/profile');
    const wanted = 'feather-lantern-41';
    expect((await zhoulin.post('/profile/password', { current: PASSWORD, wanted })).status).toBe(303);
    await bench.server.get(Passwords).reset(bench.cast.staff.zhaolei.id, wanted, SYSTEM);
    expect([await status(own.token), await status(given.token)]).toEqual([401, 401]);
    expect(await bench.server.get(ApiTokens).list(bench.cast.staff.zhoulin.id)).toEqual([]);
  });

  it('fault 36: an API token is refused once its days are over, and its list says so', async () => {
    const { id, token } = await make('lina', { days: 1 });
    expect(await status(token)).toBe(200);
    await bench.rows(
      sql`update api_token set expires_at = clock_timestamp() - interval '1 second' where id = ${id}`,
    );
    expect(await status(token)).toBe(401);
    const page = await (await bench.desk('lina')).get('/profile');
    expect(wordsOf(page.html)).toContain('已过期');
  });

  it('a token that was made before there were scopes may still do everything', async () => {
    await bench.rows(sql`
      insert into api_token (member_id, name, token_hash, created_at, scopes)
      select ${bench.cast.staff.lina.id}, 'old', 'x', now(), '{read,work,money,settings}'`);
    const { scopes, expiresAt } = await make('lina');
    expect([scopes, expiresAt]).toEqual([['read', 'work', 'money', 'settings'], null]);
  });
});

describe('fault 36: what an API token may do', () => {
  it('fault 36: a token without the scope is refused, which is told by its code and on the audit list', async () => {
    const { token } = await make('wutao', { scopes: ['read'] });
    const refused = await call(token, 'PATCH /types/refund', { body: { reopenDays: 3 } });
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { code: 'token_scope', scope: 'settings' },
    ]);
    expect((await call(token, 'GET /types')).status).toBe(200);
    expect((await call(token, 'GET /audit')).status).toBe(403);
  });

  it('a token for work neither lists nor ends the log-ins of its own member, which needs the scope settings', async () => {
    const { token } = await make('lina', { scopes: ['read', 'work'] });
    const asked = [await call(token, 'GET /sessions'), await call(token, 'DELETE /sessions')];
    for (const answer of asked)
      expect([answer.status, await answer.json()]).toMatchObject([403, { scope: 'settings' }]);
    const { token: wider } = await make('lina', { scopes: ['settings'] });
    expect((await call(wider, 'GET /sessions')).status).toBe(200);
  });

  it('a token makes only tokens that may do no more than itself, and for no longer', async () => {
    const { token, expiresAt } = await make('wutao', { scopes: ['read', 'settings'], days: 10 });
    const made = async (body: object) => {
      const answer = await call(token, 'POST /tokens', { body: { name: 'child', ...body } });
      return { status: answer.status, body: (await answer.json()) as { id: string; expiresAt: string } };
    };
    expect((await made({ scopes: ['read', 'money'] })).status).toBe(403);
    expect((await made({ scopes: [] })).status).toBe(422);
    expect((await made({ scopes: ['everything'] })).status).toBe(422);
    expect((await made({ scopes: ['read'], days: 0 })).status).toBe(422);
    const child = await made({ scopes: ['read'], days: 365 });
    expect([child.status, child.body.expiresAt]).toEqual([201, expiresAt!.toISOString()]);
    const sooner = await made({ scopes: ['read'], days: 2 });
    expect(new Date(sooner.body.expiresAt).getTime()).toBeLessThan(expiresAt!.getTime());
    expect((await call(token, `DELETE /tokens/${child.body.id}`)).status).toBe(204);
    expect((await call(token, `DELETE /tokens/${child.body.id}`)).status).toBe(404);
  });

  it('the secret of a token that was made over the API is kept nowhere, not even for a repeat', async () => {
    const { token } = await make('wutao');
    const answer = await fetch(`${bench.server.url}/api/v1/tokens`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...{ 'idempotency-key': 'once' },
      },
      body: JSON.stringify({ name: 'child', scopes: ['read'] }),
    });
    expect(answer.status).toBe(201);
    expect(await bench.rows(sql`select 1 from idempotency_key where key = 'once'`)).toEqual([]);
  });
});

describe('fault 36: the requests of an API token', () => {
  it('fault 36: a token that asks too often is answered 429 with the time to wait, in every process', async () => {
    const { token } = await make('lina', { perMinute: 60 });
    const answers = [];
    for (let count = 0; count < 70; count += 1)
      answers.push(await call(token, 'GET /departments', { at: count % 2 ? elsewhere : bench.server }));
    const right = answers.filter((answer) => answer.status === 200);
    const refused = answers.filter((answer) => answer.status === 429);
    expect([right.length, refused.length]).toEqual([60, 10]);
    for (const answer of refused) {
      const wait = Number(answer.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60);
    }
    expect(await status((await make('lina')).token)).toBe(200);
  });

  it('requests that come at the same moment are not refused for it', async () => {
    const { token } = await make('lina', { perMinute: 600 });
    const answers = await Promise.all(Array.from({ length: 100 }, () => status(token)));
    expect(answers.filter((one) => one !== 200)).toEqual([]);
  });

  it('the requests of a token cost few writes', async () => {
    const { id, token } = await make('lina');
    await status(token);
    const wrote = () =>
      bench.rows(sql`
        select (select xmin::text from api_token where id = ${id}) as token,
               (select count(*)::int from api_token_use where token_id = ${id}) as uses,
               (select sum(points)::int from rate_limit where key like 'api-token-600:%') as points`);
    const before = await wrote();
    for (let count = 0; count < 15; count += 1) await status(token);
    expect(await wrote()).toEqual(before);
  });

  it('the first use of a day from a place is on the audit list, made and ended too', async () => {
    const { id, token } = await make('lina');
    for (const at of [bench.server, elsewhere, bench.server]) await call(token, 'GET /types', { at });
    const { lina } = bench.cast.staff;
    await bench.server.get(ApiTokens).revoke(lina.id, id, lina);
    const rows = await bench.rows<{ action: string; actorId: string; address: string | null }>(sql`
      select action, actor_id, address from audit
       where (subject_type = 'api_token' and subject_id = ${id}) or after ->> 'tokenId' = ${id} order by id`);
    expect(rows.map(({ action }) => action)).toEqual([
      'member.token_created',
      'token.used',
      'member.token_revoked',
    ]);
    expect(rows[1]).toMatchObject({
      actorId: lina.id,
      address: expect.stringMatching(/127\.0\.0\.1|::1/) as string,
    });
  });
});

describe('the page of API tokens', () => {
  it('a member chooses what a token may do and how long, and reading for 90 days is offered', async () => {
    const lina = await bench.desk('lina');
    const { html } = await lina.get('/profile');
    expect(html.match(/name="scopes\[\]"[^>]*checked/g) ?? []).toHaveLength(1);
    const none = await lina.post('/profile/tokens', { name: '日报', days: '90' });
    expect([none.status, Object.keys(faultsOn(none.html))]).toEqual([422, ['scopes']]);
    const wrong = await lina.post('/profile/tokens', { name: '日报', 'scopes[]': 'read', days: '91' });
    expect(Object.keys(faultsOn(wrong.html))).toEqual(['days']);
    const made = await lina.post('/profile/tokens', { name: '日报', 'scopes[]': 'work', days: '30' });
    expect(made.status).toBe(201);
    const token = linkIn(made.html, /id="made-token" value="([\w-]+)"/);
    expect((await call(token)).status).toBe(403);
    const [newest] = await bench.server.get(ApiTokens).list(bench.cast.staff.lina.id);
    expect(newest).toMatchObject({ name: '日报', scopes: ['work'] });
    expect(newest!.expiresAt!.getTime() - Date.now()).toBeGreaterThan(29 * 86_400_000);
  });

  it('an administrator sees and revokes the tokens of a member', async () => {
    const { token } = await make('wangfang');
    const wutao = await bench.desk('wutao');
    const path = `/settings/sessions/${bench.cast.staff.wangfang.id}`;
    const { html } = await wutao.get(path);
    const revocation = linkIn(html, new RegExp(`action="(${path}/tokens/\\d+/revocation)"`));
    expect((await wutao.post(revocation)).location).toBe(path);
    expect(await status(token)).toBe(401);
    expect((await wutao.get('/settings/sessions')).status).toBe(200);
  });
});
