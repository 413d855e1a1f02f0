import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, STAFF } from '../../src/demo/cast.js';
import { migrationsIn } from '../../src/platform/database/migrations.js';
import { CookieJar } from '../support/browser.js';
import { emptyDatabase, type TestDatabase } from '../support/database.js';
import type { Program } from '../support/program.js';
import { FIXTURE, unpacked } from '../support/upgrade/fixture.js';
import { load } from '../support/upgrade/load.js';
import { Installation } from './installation.js';

const fixture = unpacked(readFileSync(FIXTURE));
const recorded = (table: string) =>
  fixture.tables.find(({ name }) => name === `public.${table}`)!.rows.length;

it('the migrations of the recorded database have not been changed', () => {
  const { migrations } = fixture;
  expect(migrations.length).toBeGreaterThan(0);
  const names = new Set(migrations.map(({ name }) => name));
  const present = migrationsIn().filter(({ name }) => names.has(name));
  expect(present.map(({ name, checksum }) => ({ name, checksum }))).toEqual(migrations);
});

describe('the program, started on a database of the last landed version', () => {
  let landed: TestDatabase;
  let shop: Installation;
  let program: Program;
  let token: string;

  beforeAll(async () => {
    landed = await emptyDatabase();
    await load(landed.url, fixture);
    shop = await Installation.onServer({ ROLE: 'web', DEMO: 'on' }, landed.url);
    program = await shop.start();
    ({ token } = await shop.command<{ token: string }>('token:create', '--email', STAFF.wutao.email));
  });
  afterAll(async () => {
    await shop.close();
    await landed.drop();
  });

  it('the program applies every new migration to a database of the last landed version', async () => {
    const applied = await shop.rows('select name, checksum from migration order by name');
    expect(applied).toEqual(migrationsIn().map(({ name, checksum }) => ({ name, checksum })));
  });

  it.each(['tickets', 'conversations', 'customers', 'refunds', 'deliveries'])(
    'the program lists all %s of a database of the last landed version over the API',
    async (list) => {
      const table = { deliveries: 'delivery' }[list] ?? list.slice(0, -1);
      expect(recorded(table)).toBeGreaterThan(0);
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${program.url}/api/v1/${list}?limit=100`, { headers });
      expect(answer.status).toBe(200);
      expect(((await answer.json()) as { data: object[] }).data).toHaveLength(recorded(table));
    },
  );

  it('the program keeps the messages, events and timers of a database of the last landed version', async () => {
    for (const table of ['message', 'event', 'timer', 'policy_target', 'handoff', 'notice']) {
      const [found] = await shop.rows<{ count: string }>(`select count(*) from ${table}`);
      expect({ table, rows: Number(found!.count) >= recorded(table) }).toEqual({ table, rows: true });
    }
  });

  it('a member of the last landed version can sign in and open every page', async () => {
    const browser = new CookieJar(program.url);
    const login = await (await browser.send('GET', '/login')).text();
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(login)?.[1] ?? '';
    await browser.send('POST', '/login', {
      form: { email: STAFF.wutao.email, password: PASSWORD, next: '/', _csrf },
    });
    const pages = ['/tickets', '/inbox', '/refunds', '/deliveries', '/reports', '/settings/promises'];
    for (const path of [...pages, '/tickets/T100001', '/settings/channels']) {
      expect({ path, status: (await browser.send('GET', path)).status }).toEqual({ path, status: 200 });
    }
  });
});
