import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CUSTOMERS, PASSWORD, STAFF } from '../../src/demo/index.js';
import { until } from '../platform/program.js';
import { CookieJar } from '../support/browser.js';
import { personalIn } from '../support/personal.js';
import { freePort, Program } from '../support/program.js';
import { Installation } from '../story/installation.js';

let shop: Installation;
let program: Program;
/** What is known to be personal or secret in the demonstration that was played. */
const known: string[] = [];
beforeAll(async () => {
  shop = await Installation.onServer({ DEMO: 'on', LOG_LEVEL: 'trace', PORT: String(await freePort()) });
  // It plays a week of the demonstration before it is ready, which takes long on a busy machine.
  program = Program.launch(shop.environment);
  shop.running.push(program);
  await until(() => program.said.includes('is ready'), 300_000);
  await work();
  known.push(...(await valuesOf('select external_id as value from identity')));
  known.push(...Object.values(CUSTOMERS).flatMap(({ phone = '' }) => (phone ? [phone] : [])));
}, 600_000);
afterAll(() => shop?.close());

async function valuesOf(query: string): Promise<string[]> {
  return (await shop.rows<{ value: string }>(query)).map(({ value }) => value);
}

/** What people do with the demonstration, so that more than its playing is recorded. */
async function work(): Promise<void> {
  const admin = new Browser();
  await admin.signIn(STAFF.wutao.email, 'geheim-and-wrong');
  await admin.signIn(STAFF.wutao.email, PASSWORD);
  const profile = await admin.post('/profile/tokens', { name: '日报' });
  known.push(...(/>([\w-]{43})</.exec(profile)?.slice(1) ?? []));
  const invitation = await admin.post('/settings/staff/invitations', {
    ...{ email: 'han.mei@shop.example', name: '韩梅', role: 'quality' },
  });
  known.push('han.mei@shop.example', ...(/invitations\/([\w-]{43})/.exec(invitation)?.slice(1) ?? []));
  await admin.post('/settings/alerting/robots', {
    ...{ 'name[zh-CN]': '群', 'name[en]': 'Group', vendor: 'dingtalk', secret: 'SECgeheim-robot' },
    url: 'https://oapi.dingtalk.com/robot/send?access_token=geheim-address',
  });
  const agent = new Browser();
  await agent.signIn(STAFF.lina.email, PASSWORD);
  for (const id of await valuesOf('select id as value from customer where phone_cipher is not null'))
    await agent.post(`/customers/${id}/phone`, {});
  await agent.get('/settings/audit');
  await agent.get(`/search?q=${encodeURIComponent(Object.values(CUSTOMERS)[0]!.phone ?? '13800138000')}`);
  known.push(PASSWORD, 'geheim');
}

class Browser {
  private readonly jar = new CookieJar(program.url);
  private csrf = '';

  async get(path: string): Promise<string> {
    const html = await (await this.jar.send('GET', path)).text();
    this.csrf = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? this.csrf;
    return html;
  }

  async post(path: string, form: Record<string, string>): Promise<string> {
    return (await this.jar.send('POST', path, { form: { ...form, _csrf: this.csrf } })).text();
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.get('/login');
    await this.post('/login', { email, password, next: '/' });
    await this.get('/profile');
  }
}

describe('fault 37: what a played demonstration writes down about itself', () => {
  it('something is known that could leak', () => {
    expect(known.length).toBeGreaterThan(12);
    expect(known.every((value) => value.length >= 6)).toBe(true);
  });

  it.each(['event', 'audit', 'alarm', 'job_worker'])(
    'no phone, openid, secret, card or identity number stands in the table “%s”',
    async (table) => {
      const rows = await valuesOf(`select to_jsonb(t)::text as value from ${table} t`);
      if (table === 'event' || table === 'audit') expect(rows.length).toBeGreaterThan(20);
      expect(rows.flatMap((row) => personalIn(row, known))).toEqual([]);
    },
  );

  it('no phone, openid, secret, card or identity number stands in the log', () => {
    const lines = program.said.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.flatMap((line) => personalIn(line, known))).toEqual([]);
  });
});
