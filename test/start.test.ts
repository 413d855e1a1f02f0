import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, STAFF } from '../src/demo/index.js';
import { root } from '../src/platform/config/index.js';
import { TEST_KEY } from './support/key.js';
import { CookieJar } from './support/browser.js';
import { emptyDatabase, withClient } from './support/database.js';
import { isAlive } from './support/processes.js';
import { type Environment, freePort, huiyin, Program } from './support/program.js';

const STOP_LIMIT_MS = 15_000;
const folders: string[] = [];
const running: Program[] = [];

/** Makes a folder as `mktemp -d` does, closed to everybody else. */
function newDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-start-'));
  folders.push(folder);
  return folder;
}

async function started(environment: Environment): Promise<Program> {
  const program = await Program.start({ LOG_LEVEL: 'silent', ...environment });
  running.push(program);
  return program;
}

/** Returns what a program that does not start says, and its exit status. */
async function refused(environment: Environment): Promise<{ status: number | null; said: string }> {
  const program = Program.launch({ PORT: String(await freePort()), LOG_LEVEL: 'silent', ...environment });
  const status = await program.exited;
  return { status, said: program.said };
}

async function signedIn(url: string, email: string): Promise<CookieJar> {
  const browser = new CookieJar(url);
  const page = await (await browser.send('GET', '/login')).text();
  const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page) ?? [];
  await browser.send('POST', '/login', { form: { email, password: PASSWORD, next: '/', _csrf } });
  return browser;
}

/** Returns what the administration command says, whatever its exit status. */
async function doctor(environment: Environment): Promise<string> {
  const report = await huiyin<object>(environment, 'doctor').catch(
    ({ stdout }: { stdout: string }) => stdout,
  );
  return typeof report === 'string' ? report : JSON.stringify(report);
}

function databasePid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/cluster/data/postmaster.pid'), 'utf8').split('\n')[0]);
}

async function stopInTime(program: Program, ...signals: NodeJS.Signals[]): Promise<number | null> {
  const begun = performance.now();
  for (const signal of signals) program.signal(signal);
  const status = await program.exited;
  expect(performance.now() - begun).toBeLessThan(STOP_LIMIT_MS);
  return status;
}

describe('the program', () => {
  let dataDir: string;

  beforeAll(() => {
    execFileSync(process.execPath, [join(root, 'scripts/ensure-built.mjs')]);
    dataDir = newDataDir();
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((program) => program.stop()));
  });

  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('the program says where it is and who may sign in, and stops with its database at any signals', async () => {
    const program = await started({ DATA_DIR: dataDir });
    expect(program.said).toContain(`Huiyin 回音 is ready: ${program.url}`);
    expect(program.said).toContain(`${program.url}/sandbox`);
    expect(program.said).toMatch(/lina@\S+ +\S+ +李娜/);
    expect((await fetch(`${program.url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${program.url}/login`)).status).toBe(200);
    const database = databasePid(dataDir);
    expect(await stopInTime(program, 'SIGTERM', 'SIGTERM', 'SIGINT')).toBe(0);
    expect(isAlive(database)).toBe(false);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it('the program can be stopped while it is still starting', async () => {
    const program = Program.launch({ DATA_DIR: newDataDir(), PORT: String(await freePort()) });
    while (!program.said.includes('first use')) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await stopInTime(program, 'SIGINT')).toBe(0);
  });

  it('the program stops even while a page listens to changes', async () => {
    const program = await started({ DATA_DIR: dataDir });
    const lina = await signedIn(program.url, STAFF.lina.email);
    const stream = await lina.send('GET', '/live');
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const ended = stream.text().catch((error: unknown) => error);
    expect(await stopInTime(program, 'SIGTERM')).toBe(0);
    await ended;
  });

  it('the program starts again by itself after it was killed', async () => {
    const killed = await started({ DATA_DIR: dataDir });
    await killed.kill();
    const program = await started({ DATA_DIR: dataDir });
    expect((await fetch(`${program.url}/health/ready`)).status).toBe(200);
  });

  it('fault 32: turning the demonstration off disables its members, and says so at start and in doctor', async () => {
    const program = await started({ DATA_DIR: dataDir, DEMO: 'off' });
    expect(program.said).toMatch(/The demonstration is turned off: its \d+ members are disabled/);
    expect(program.said).toContain('user:create --role admin');
    const wutao = await signedIn(program.url, STAFF.wutao.email);
    expect((await wutao.send('GET', '/inbox')).headers.get('location')).toContain('/login');
    const found = await doctor({ DATA_DIR: dataDir, DEMO: 'off' });
    expect(found).toContain('The demonstration was turned off');
    expect(found).toContain('No administrator can sign in');
  });

  it('turning the demonstration on again lets its members in', async () => {
    const program = await started({ DATA_DIR: dataDir });
    const wutao = await signedIn(program.url, STAFF.wutao.email);
    expect((await wutao.send('GET', '/inbox')).status).toBe(200);
  });

  it('a program that only runs jobs serves nothing but health and metrics', async () => {
    const worker = await started({ DATA_DIR: dataDir, ROLE: 'worker' });
    expect((await fetch(`${worker.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${worker.url}/metrics`)).status).toBe(200);
    for (const path of ['/login', '/sandbox', '/api/v1/tickets', '/channels/wechat/shop']) {
      expect((await fetch(`${worker.url}${path}`)).status).toBe(404);
    }
  });

  it('the program names every wrong value of the environment', async () => {
    const { status, said } = await refused({
      DATA_DIR: dataDir,
      LOG_LEVEL: 'loud',
      ROLE: 'boss',
      DEMO: 'yes',
      PORT: 'abc',
      TIME_ZONE: 'Shanghai time',
      WEB_PROCESSES: '0',
    });
    expect(status).toBe(1);
    expect(said.trim().split('\n').sort()).toEqual([
      'DEMO must be on or off',
      'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent',
      'PORT must be a whole number from 0 to 65535',
      'ROLE must be web, worker or all',
      'TIME_ZONE must be a name of the IANA list such as Asia/Shanghai',
      'WEB_PROCESSES must be a whole number from 1 to 64',
    ]);
  });

  it('the program names the port that another program uses', async () => {
    const other = await listening();
    const { status, said } = await refused({ DATA_DIR: dataDir, PORT: String(portOf(other)) });
    other.close();
    expect(status).toBe(1);
    expect(said).toContain(`Port ${portOf(other)} is used by another program`);
    expect(said).toContain('PORT=');
    expect(said).not.toContain('    at ');
  });

  it('the program refuses a key other than the one its secrets were encrypted with', async () => {
    const SECRET_KEY = Buffer.alloc(32, 9).toString('base64');
    const { status, said } = await refused({ DATA_DIR: dataDir, SECRET_KEY });
    expect(status).toBe(1);
    expect(said).toContain('encrypted with another key');
    expect(said).not.toContain('    at ');
    const kept = readFileSync(join(dataDir, 'secrets/secret.key'), 'utf8').trim();
    await started({ DATA_DIR: dataDir, SECRET_KEY: `${SECRET_KEY},${kept}` });
  });

  it('the program refuses a database of a version that was never released, with one sentence', async () => {
    const database = await emptyDatabase();
    await withClient(database.url, (client) => client.query('create table migration (id serial, name text)'));
    const { status, said } = await refused({ DATABASE_URL: database.url, SECRET_KEY: TEST_KEY });
    await database.drop();
    expect(status).toBe(1);
    expect(said).toBe(
      'This database was made by a version of Huiyin that was never released, and cannot be brought up to date: ' +
        'start with an empty database or another DATA_DIR.\n',
    );
  });

  it('the program says that the database does not answer, without the password of DATABASE_URL', async () => {
    const DATABASE_URL = `postgres://desk:hush@127.0.0.1:${await freePort()}/desk`;
    const { status, said } = await refused({ DATABASE_URL, SECRET_KEY: Buffer.alloc(32).toString('base64') });
    expect(status).toBe(1);
    expect(said).toContain('DATABASE_URL');
    expect(said).not.toContain('hush');
  });
});

function listening(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
}

let knownPort = 0;
function portOf(server: Server): number {
  const address = server.address();
  if (typeof address === 'object' && address !== null) knownPort = address.port;
  return knownPort;
}
