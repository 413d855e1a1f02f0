import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { FakeWechat } from '../channels/fake-wechat.js';
import { CookieJar } from '../support/browser.js';
import { CHINA_2026 } from '../../src/hours/holidays.js';
import { cloneDatabase, emptyDatabase, withClient } from '../support/database.js';
import { TEST_KEY } from '../support/key.js';
import { freePort, huiyin, Program } from '../support/program.js';

const run = promisify(execFile);
const SHOP = {
  key: 'shop',
  'original-id': 'gh_0123456789ab',
  'app-id': 'wx0123456789abcdef',
  'app-secret': 'a-secret',
  token: 'a-token',
  'aes-key': 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  mode: 'safe',
};
const LIN = ['--email', 'lin@shop.example', '--name', '林晓', '--role', 'agent', '--department', 'support'];

interface Token {
  token: string;
}

interface Tested {
  steps: { step: string; state: string }[];
}

interface Report {
  healthy: boolean;
  problems: string[];
  warnings: string[];
  jobWorkers: number;
  failedJobs: number;
  monthsAhead: number;
  databaseVersion: string;
  lastCallback: string | null;
}

function options(given: Record<string, string>): string[] {
  return Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
}

/** Returns the status of the answer. */
async function signIn(url: string, given: { email: string; password: string }): Promise<number> {
  const browser = new CookieJar(url);
  const page = await (await browser.send('GET', '/login')).text();
  const _csrf = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  return (await browser.send('POST', '/login', { form: { ...given, next: '', _csrf } })).status;
}

describe('the administration commands', () => {
  let DATA_DIR: string;
  let PORT: string;
  const environment = () => ({ DATA_DIR, PORT, DEMO: 'off', LOG_LEVEL: 'silent' });
  const command = <T>(...words: string[]) => huiyin<T>(environment(), ...words);

  /** Returns what a command that fails says on standard error. */
  async function refusal(...words: string[]): Promise<string> {
    const { PATH = '', HOME = '' } = process.env;
    const failed = run(process.execPath, [join(root, 'dist/cli/main.js'), ...words], {
      env: { PATH, HOME, ...environment() },
    });
    const { code, stderr, stdout } = (await failed.catch((error: unknown) => error)) as {
      code: number;
      stderr: string;
      stdout: string;
    };
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).not.toContain('    at ');
    return stderr;
  }

  /** Returns what a command that ends with status 1 says on standard output. */
  async function failing(...words: string[]): Promise<string> {
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, ...environment() };
    const failed = run(process.execPath, [join(root, 'dist/cli/main.js'), ...words], { env });
    const { code, stdout } = (await failed.catch((error: unknown) => error)) as {
      code: number;
      stdout: string;
    };
    expect(code).toBe(1);
    return stdout;
  }

  async function asMember(token: string): Promise<number> {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`http://127.0.0.1:${PORT}/api/v1/departments`, { headers })).status;
  }

  beforeAll(async () => {
    await run(process.execPath, [join(root, 'scripts/ensure-built.mjs')]);
    DATA_DIR = mkdtempSync(join(tmpdir(), 'huiyin-cli-'));
    PORT = String(await freePort());
  });

  afterAll(() => rmSync(DATA_DIR, { recursive: true, force: true }));

  describe('commands while the program does not run', () => {
    it('fault 9: a command says that nothing is there, and only the program itself makes something', async () => {
      for (const words of [
        ['doctor'],
        ['user:create', ...LIN],
        ['migrate'],
        ['backup', '--to', `${DATA_DIR}x`],
      ])
        expect(await refusal(...words)).toBe(
          `There is no installation in ${DATA_DIR}, and nothing was made: set DATA_DIR as the program has it, or start Huiyin first.\n`,
        );
      expect(readdirSync(DATA_DIR)).toEqual([]);
      await (await Program.start(environment())).stop();
      expect(await command('migrate')).toEqual({ applied: [] });
    });

    it('migrate brings a database up to date, and does nothing the second time; others refuse it before', async () => {
      const database = await emptyDatabase();
      const empty = { ...environment(), DATABASE_URL: database.url, SECRET_KEY: TEST_KEY };
      for (const words of [['doctor'], ['user:create', ...LIN]])
        await expect(huiyin(empty, ...words)).rejects.toMatchObject({
          stderr: expect.stringContaining('There is no installation in this database') as string,
        });
      const { applied } = await huiyin<{ applied: string[] }>(empty, 'migrate');
      expect(applied.length).toBeGreaterThan(5);
      expect(await huiyin(empty, 'migrate')).toEqual({ applied: [] });
      await database.drop();
    });

    it('commands refuse a database to which a file was applied that has been changed since', async () => {
      const database = await cloneDatabase();
      await withClient(database.url, (client) =>
        client.query(`update migration set checksum = 'other' where name = '0002-staff.sql'`),
      );
      const other = { ...environment(), DATABASE_URL: database.url, SECRET_KEY: TEST_KEY };
      for (const name of ['migrate', 'doctor', 'departments'])
        await expect(huiyin(other, name)).rejects.toMatchObject({
          code: 1,
          stderr:
            'The file migrations/0002-staff.sql has been changed since it was applied to this database: ' +
            'put it back as it was, and write the change as a new file.\n',
        });
      await database.drop();
    });

    it('departments lists the departments of a new installation', async () => {
      const departments = await command<{ key: string }[]>('departments');
      expect(departments.map(({ key }) => key)).toEqual(['support', 'finance']);
    });

    it('user:create makes up a password, and channel:add shows the address for callbacks', async () => {
      const lin = await command<{ password: string; departments: string[] }>('user:create', ...LIN);
      expect(lin.departments).toEqual(['support']);
      expect(lin.password.length).toBeGreaterThanOrEqual(10);
      const shop = await command<{ callbackUrl: string }>('channel:add', 'wechat-official', ...options(SHOP));
      expect(shop.callbackUrl).toBe(`http://127.0.0.1:${PORT}/channels/wechat/shop`);
    });

    it('doctor reports that no process runs jobs', async () => {
      const report = await command<Report>('doctor');
      expect(report).toMatchObject({ healthy: false, jobWorkers: 0, failedJobs: 0, lastCallback: null });
      expect(report.problems.join()).toContain('No process runs jobs');
      expect(report.problems.join()).toContain('No administrator can sign in');
      expect(report.monthsAhead).toBeGreaterThanOrEqual(1);
      expect(report.databaseVersion).toMatch(/^\d+/);
    });

    it('doctor warns of official holidays that are missing, from 1 November on for the next year too', async () => {
      const shanghai = new Date(Date.now() + 8 * 3_600_000);
      const year = shanghai.getUTCFullYear();
      const wanted = shanghai.getUTCMonth() >= 10 ? [year, year + 1] : [year];
      const missing = wanted.filter((one) => one !== CHINA_2026.year);
      const { warnings } = await command<Report>('doctor');
      const about = warnings.flatMap((sentence) => /of CN for (\d+) are missing/.exec(sentence)?.[1] ?? []);
      expect(about).toEqual(missing.map(String));
    });

    it('keys:rotate encrypts everything anew, after which the old key is no longer needed', async () => {
      const kept = readFileSync(join(DATA_DIR, 'secrets/secret.key'), 'utf8').trim();
      const fresh = Buffer.alloc(32, 5).toString('base64');
      const both = { ...environment(), SECRET_KEY: `${fresh},${kept}` };
      const alone = { ...environment(), SECRET_KEY: fresh };
      await expect(huiyin(alone, 'channel:list')).rejects.toThrow('encrypted with another key');
      expect(await huiyin(both, 'keys:rotate')).toEqual({
        customers: 0,
        accounts: 1,
        robots: 0,
        providers: 0,
        factors: 0,
      });
      expect(await huiyin<object[]>(alone, 'channel:list')).toHaveLength(1);
      await huiyin({ ...environment(), SECRET_KEY: `${kept},${fresh}` }, 'keys:rotate');
    });
  });

  describe('commands while the program runs', () => {
    const wechat = new FakeWechat();
    let program: Program;

    beforeAll(async () => {
      await wechat.open();
      program = await Program.start(environment());
    });

    afterAll(async () => {
      await program.stop();
      await wechat.close();
    });

    it('a token works as soon as it is made, and no longer once it is revoked', async () => {
      const { token } = await command<Token>('token:create', '--email', 'LIN@shop.example', '--name', 'till');
      expect(await asMember(token)).toBe(200);
      await command('token:revoke', '--email', 'lin@shop.example', '--name', 'till');
      expect(await asMember(token)).toBe(401);
    });

    it('token:create gives a token the scopes and days that are asked for, and token:list shows them', async () => {
      const email = ['--email', 'lin@shop.example'];
      const wanted = ['--name', 'report', '--scope', 'read,work', '--scope', 'money', '--expires', '90'];
      const made = await command<object>('token:create', ...email, ...wanted);
      expect(made).toMatchObject({
        scopes: ['read', 'work', 'money'],
        expiresAt: expect.any(String) as string,
      });
      const { tokens } = await command<{ tokens: { name: string; scopes: string[] }[] }>(
        'token:list',
        ...email,
      );
      expect(tokens.find(({ name }) => name === 'report')?.scopes).toEqual(['read', 'work', 'money']);
      expect(await refusal('token:create', ...email, '--scope', 'everything')).toContain('read, work, money');
      expect(await refusal('token:create', ...email, '--expires', 'soon')).toContain('number of days');
      await command('token:revoke', ...email, '--name', 'report');
    });

    it('session:end signs a member out everywhere', async () => {
      const ended = await command<object>('session:end', '--email', 'lin@shop.example');
      expect(ended).toMatchObject({ email: 'lin@shop.example', ended: expect.any(Number) as number });
    });

    it('user:create adds a member with the given role, departments and password', async () => {
      const given = ['--email', 'wang@shop.example', '--name', '王敏', '--role', 'finance_clerk'];
      const password = ['--department', 'finance', '--department', 'support', '--password', 'ten letters'];
      expect(await command<object>('user:create', ...given, ...password)).toEqual({
        id: expect.any(String) as string,
        email: 'wang@shop.example',
        name: '王敏',
        role: 'finance_clerk',
        departments: expect.arrayContaining(['finance', 'support']) as string[],
      });
    });

    it('user:password gives a member a new password, and the old one no longer works', async () => {
      const email = 'wang@shop.example';
      const { password } = await command<{ password: string }>('user:password', '--email', email);
      expect(await signIn(program.url, { email, password: 'ten letters' })).toBe(422);
      expect(await signIn(program.url, { email, password })).toBe(303);
    });

    it('doctor reports that all is well, and leaves the program running', async () => {
      await command('user:create', '--email', 'boss@shop.example', '--name', '周老板', '--role', 'admin');
      const { jobWorkers, healthy, problems } = await command<Report>('doctor');
      expect({ jobWorkers, healthy, problems }).toEqual({ jobWorkers: 1, healthy: true, problems: [] });
      expect((await fetch(`${program.url}/health/ready`)).status).toBe(200);
    });

    it('channel:edit changes an account, and channel:show shows it without its secrets', async () => {
      const edit = ['--name', '小店', '--type', 'subscription', '--verified', 'no', '--mode', 'compatible'];
      await command('channel:edit', 'shop', ...edit);
      const shown = await command<Record<string, unknown>>('channel:show', 'shop');
      expect(shown).toMatchObject({
        ...{ key: 'shop', name: '小店', appId: SHOP['app-id'], mode: 'compatible', enabled: true },
        ...{ type: 'subscription', verified: false, may: ['receive', 'passive_reply'] },
        callbackUrl: `http://127.0.0.1:${PORT}/channels/wechat/shop`,
      });
      for (const secret of ['app-secret', 'token', 'aes-key'] as const)
        expect(JSON.stringify(shown)).not.toContain(SHOP[secret]);
    });

    it('channel:edit changes nothing when an option is wrong', async () => {
      expect(await refusal('channel:edit', 'shop', '--mode', 'open')).toContain('safe');
      expect(await refusal('channel:edit', 'shop', '--verified', 'maybe')).toContain('yes, no');
      expect(await refusal('channel:edit', 'shop')).toContain('Nothing to change');
    });

    it('channel:disable and channel:enable switch an account off and on', async () => {
      expect(await command('channel:disable', 'shop')).toEqual({ key: 'shop', enabled: false });
      expect(await command('channel:show', 'shop')).toMatchObject({ enabled: false });
      expect(await command('channel:enable', 'shop')).toEqual({ key: 'shop', enabled: true });
      expect(await refusal('channel:disable', 'nobody')).toContain('official account: nobody');
    });

    it('channel:test says what WeChat answers, and ends with a status that tells success from failure', async () => {
      wechat.on('/cgi-bin/template/get_all_private_template', () => ({ template_list: [] }));
      const edit = ['--type', 'service', '--verified', 'yes', '--api-url', wechat.url];
      await command('channel:edit', 'shop', ...edit, '--app-secret', 'a-secret');
      const passed = await command<Tested>('channel:test', 'shop');
      expect(passed).toMatchObject({ ok: true, resumed: false });
      const states = Object.fromEntries(passed.steps.map(({ step, state }) => [step, state]));
      const works = { token: 'passed', address: 'passed', clock: 'passed', templates: 'skipped' };
      expect(states).toEqual({ ...works, callback: 'skipped', signature: 'skipped' });
      wechat.on('/cgi-bin/stable_token', () => ({ errcode: 40164, errmsg: 'invalid ip 203.0.113.7, not' }));
      const failed = await failing('channel:test', 'shop');
      expect(failed).toMatch(/address +failed +.*IP allow-list \(40164, ip:203\.0\.113\.7\)/);
      expect(failed).toMatch(/phone too: channel:test shop --wait$/m);
      wechat.reset();
      wechat.on('/cgi-bin/template/get_all_private_template', () => ({ template_list: [] }));
      expect(await command('channel:test', 'shop')).toMatchObject({ ok: true, resumed: true });
    });

    it('channel:clear-quota clears the quota of an account, or says that WeChat does it no more this month', async () => {
      wechat.on('/cgi-bin/clear_quota/v2', () => ({ errcode: 48006, errmsg: 'no' }));
      expect(await refusal('channel:clear-quota', 'shop')).toContain('ten times this month');
      wechat.on('/cgi-bin/clear_quota/v2', () => ({ errcode: 0 }));
      expect(await command('channel:clear-quota', 'shop')).toEqual({ key: 'shop', cleared: true });
    });

    it('demo:grow is refused where DEMO is off, so that no shop gets invented tickets', async () => {
      expect(await refusal('demo:grow', '--tickets', '10', '--messages', '10')).toContain('DEMO=off');
    });

    it('a command that is used wrongly ends with one sentence and status 1', async () => {
      expect(await refusal('user:create', ...LIN)).toContain('already');
      expect(await refusal('token:create', '--email', 'nobody@shop.example')).toContain(
        'nobody@shop.example',
      );
      const boss = ['--email', 'a@shop.example', '--name', 'A', '--role', 'boss'];
      expect(await refusal('user:create', ...boss)).toContain('Allowed choices are agent');
      const lost = ['--email', 'b@shop.example', '--name', 'B', '--role', 'agent', '--department', 'moon'];
      expect(await refusal('user:create', ...lost)).toContain('moon');
      const wrong = options({ ...SHOP, key: 'other', 'aes-key': 'short', 'app-id': 'no' });
      expect(await refusal('channel:add', 'wechat-official', ...wrong)).toMatch(
        /^--app-id: Begins with wx\n--aes-key: Exactly 43/m,
      );
      expect(await refusal('channel:add', 'wechat-official', '--key', 'other')).toContain('--original-id');
      expect(await refusal('no:such')).toContain('no:such');
    });
  });
});
