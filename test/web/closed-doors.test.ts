import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiTokens } from '../../src/staff/index.js';
import { ApiModule, describeApi } from '../../src/web/api/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { cloneCast } from '../support/cloned-cast.js';
import { openServer, type TestServer } from '../support/server.js';
import { type Cast } from '../support/cast.js';
import { Desk } from './workbench.js';

const OPEN = { imports: [LiveModule, JobsModule, ApiModule], prepare: describeApi };
const KEY = 'a-key-of-the-installation';
const DESCRIPTION = ['/api/openapi.json', '/api/docs', '/api/docs/start.js', '/api/docs/swagger-ui.css'];

let server: TestServer;
let cast: Cast;
beforeAll(async () => {
  const cloned = await cloneCast();
  cast = cloned.cast;
  server = await openServer({
    ...OPEN,
    database: cloned.database,
    environment: {
      DEMO: 'off',
      ROLE: 'web',
      METRICS_TOKEN: KEY,
    },
  });
});
afterAll(() => server.close());

const statusOf = async (path: string, headers: Record<string, string> = {}, at = server) =>
  (await fetch(at.url + path, { headers, redirect: 'manual' })).status;

describe('fault 38: metrics are not open to the world', () => {
  it('metrics are read from this machine', async () => {
    expect(await statusOf('/metrics')).toBe(200);
  });

  it.each<Record<string, string>>([
    { 'x-forwarded-for': '203.0.113.7' },
    { forwarded: 'for=203.0.113.7' },
    { 'x-forwarded-for': '203.0.113.7', authorization: 'Bearer another-key-that-is-long' },
    { 'x-forwarded-for': '203.0.113.7', authorization: 'Bearer' },
  ])('metrics are refused to somebody elsewhere who sends %j', async (headers) => {
    expect(await statusOf('/metrics', headers)).toBe(403);
  });

  it('metrics are read from elsewhere with the token of METRICS_TOKEN', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7', authorization: `Bearer ${KEY}` };
    expect(await statusOf('/metrics', headers)).toBe(200);
  });
});

describe('fault 38: the description of the API is for members', () => {
  it.each(DESCRIPTION)('%s is closed to strangers', async (path) => {
    expect(await statusOf(path, { accept: 'application/json' })).toBe(401);
  });

  it('a stranger with a browser is led to the log-in, and from there back', async () => {
    const response = await fetch(`${server.url}/api/docs`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    });
    expect(response.headers.get('location')).toBe('/login?next=%2Fapi%2Fdocs');
  });

  it.each(DESCRIPTION)('%s is open to a member, by log-in and by token', async (path) => {
    const { lina } = cast.staff;
    const { cookie } = await Desk.open(server.url, lina.email);
    const { token } = await server.get(ApiTokens).create(lina.id, 'script', lina);
    expect(await statusOf(path, { cookie })).toBe(200);
    expect(await statusOf(path, { authorization: `Bearer ${token}` })).toBe(200);
  });

  it('API_DOCS=off leaves nothing there, and API_DOCS=open lets everybody read', async () => {
    for (const [API_DOCS, expected] of [
      ['off', 404],
      ['open', 200],
    ] as const) {
      const environment = { DEMO: 'off', ROLE: 'web', API_DOCS };
      const other = await openServer({ ...OPEN, databaseUrl: server.databaseUrl, environment });
      for (const path of DESCRIPTION) expect(await statusOf(path, {}, other)).toBe(expected);
      await other.close();
    }
  });
});
