import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OwnPostgres } from './own-postgres.js';
import { until } from './program.js';

const PEOPLE = { accept: 'text/html', 'accept-language': 'en' };
const SENTENCE = 'The database cannot be reached';

let own: OwnPostgres;

beforeAll(async () => {
  own = await OwnPostgres.open();
});
afterAll(() => own.close());

const ask = (path: string, init: RequestInit = {}) =>
  fetch(own.server.url + path, { redirect: 'manual', ...init });
const asProgram = () =>
  ask('/api/v1/departments', { headers: { authorization: `Bearer ${'x'.repeat(43)}` } });
const asCustomer = () => ask('/t/a-link-of-somebody', { headers: PEOPLE });
const asWechat = () => ask('/channels/wechat/shop?signature=x', { method: 'POST', body: '<xml></xml>' });
const asForm = () => ask('/t/a-link-of-somebody/escalation', { method: 'POST', headers: PEOPLE });

describe('fault 40: while PostgreSQL is stopped everybody is told to come again, and then it goes on', () => {
  it('API, pages and callbacks answer 503 and when to come again, and recover by themselves', async () => {
    expect([(await asProgram()).status, (await asCustomer()).status]).toEqual([401, 404]);
    await own.stop();

    const api = await asProgram();
    expect([api.status, api.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await api.json()).toMatchObject({ status: 503, code: 'database_away', retryAfter: 5 });
    expect((await asWechat()).status).toBe(503);
    const ready = await ask('/health/ready');
    expect(await ready.json()).toMatchObject({ ready: false, checks: { database: 'failing' } });
    expect((await ask('/health/live')).status).toBe(200);

    await own.startAgain();
    await until(async () => (await ask('/health/ready')).status === 200, 20_000);
    expect([(await asProgram()).status, (await asCustomer()).status, (await asWechat()).status]).toEqual([
      401, 404, 404,
    ]);
  });

  it('a person reads what is the matter, and the page tries again by itself but never sends a form twice', async () => {
    await own.stop();
    const page = await asCustomer();
    const html = await page.text();
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(html).toContain(SENTENCE);
    expect(html).toContain('<meta http-equiv="refresh" content="5">');
    const form = await asForm();
    expect(form.status).toBe(503);
    const shown = await form.text();
    expect(shown).toContain(SENTENCE);
    expect(shown).not.toContain('http-equiv="refresh"');
    await own.startAgain();
    await until(async () => (await ask('/health/ready')).status === 200, 20_000);
  });
});
