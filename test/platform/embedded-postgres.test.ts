import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findBinaries, restoreLinks } from '../../src/platform/database/embedded/binaries.js';
import { ableToReach } from '../../src/platform/database/embedded/reach.js';
import {
  compileProgram,
  isAlive,
  lockFile,
  newDataDir,
  Program,
  query,
  serverPid,
  until,
} from './embedded-support.js';

const isRoot = process.getuid?.() === 0;
const running: Program[] = [];
const folders: string[] = [];

function begin(...given: ConstructorParameters<typeof Program>): Program {
  const program = new Program(...given);
  running.push(program);
  return program;
}

function folder(mode?: number): string {
  const made = newDataDir(mode);
  folders.push(made);
  return made;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

describe('the embedded PostgreSQL', () => {
  let dataDir: string;

  beforeAll(async () => {
    await compileProgram();
    dataDir = folder();
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((program) => program.stop()));
  });

  afterAll(async () => {
    for (const made of folders) await rm(made, { recursive: true, force: true });
  });

  it('is made on first use, durable and closed to others, and leaves the rights of DATA_DIR alone', async () => {
    const program = begin(dataDir);
    const url = await program.url();
    const settings = await query(
      url,
      `select current_database() as name, current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
        current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
        current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets`,
    );
    expect(settings).toEqual([
      {
        name: 'huiyin',
        fsync: 'on',
        pages: 'on',
        encoding: 'UTF8',
        zone: 'UTC',
        addresses: '127.0.0.1',
        sockets: '',
      },
    ]);
    expect(statSync(dataDir).mode & 0o777).toBe(0o755);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'postgres/cluster/password')).mode & 0o777).toBe(0o600);
    const wrong = new URL(url);
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('finds its rows at the same address on the next start, and no process remains in between', async () => {
    const first = begin(dataDir);
    const url = await first.url();
    await query(url, `create table said (what text); insert into said values ('退款')`);
    const server = serverPid(dataDir);
    await first.stop();
    expect(first.said.at(-1)).toEqual({ stopped: true });
    expect(isAlive(server)).toBe(false);
    const again = await begin(dataDir).url();
    expect(again).toBe(url);
    expect(await query(again, 'select what from said')).toEqual([{ what: '退款' }]);
  });

  it('keeps what was committed when the program is killed, even if it starts again at once', async () => {
    const killed = begin(dataDir);
    await query(await killed.url(), `insert into said values ('before the kill')`);
    const server = serverPid(dataDir);
    await killed.kill();
    const url = await begin(dataDir).url();
    expect(await query(url, `select what from said where what like 'before%'`)).toHaveLength(1);
    await until(() => !isAlive(server));
  });

  it('stops by itself when the program is killed', async () => {
    const killed = begin(dataDir);
    await killed.url();
    const server = serverPid(dataDir);
    await killed.kill();
    await until(() => !isAlive(server));
    expect(existsSync(lockFile(dataDir))).toBe(false);
  });

  it('ends an orphan that nobody watches, and starts its own', async () => {
    const { postgres } = await findBinaries();
    const { uid, gid } = statSync(join(dataDir, 'postgres/cluster/data'));
    const data = join(dataDir, 'postgres/cluster/data');
    const port = (await readFile(join(dataDir, 'postgres/port'), 'utf8')).trim();
    const options = [
      '-D',
      data,
      '-p',
      port,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
    ];
    const orphan = spawn(postgres, options, isRoot ? { uid, gid, cwd: '/' } : {});
    await until(() => existsSync(lockFile(dataDir)));
    const url = await begin(dataDir).url();
    expect(await query(url, 'select count(*) > 0 as kept from said')).toEqual([{ kept: true }]);
    expect(orphan.exitCode).toBe(0);
  });

  it('comes back at the same address when its server is killed', async () => {
    const url = await begin(dataDir).url();
    const server = serverPid(dataDir);
    process.kill(server, 'SIGKILL');
    await until(() => !isAlive(server));
    await until(() => existsSync(lockFile(dataDir)) && serverPid(dataDir) !== server);
    await until(() => running[0]?.said.some(({ line }) => line === 'PostgreSQL is back.'));
    expect(await query(url, 'select count(*) > 0 as kept from said')).toEqual([{ kept: true }]);
  });

  it('passes over the lock file of a process number that another program got', async () => {
    const { uid, gid } = statSync(join(dataDir, 'postgres/cluster/data'));
    const stranger = spawn('sleep', ['60'], isRoot ? { uid, gid } : {});
    const text = [
      stranger.pid,
      join(dataDir, 'postgres/cluster/data'),
      1_700_000_000,
      1,
      '',
      '127.0.0.1',
      '',
    ];
    await writeFile(lockFile(dataDir), text.join('\n'));
    await begin(dataDir).url();
    expect(serverPid(dataDir)).not.toBe(stranger.pid);
    expect(isAlive(stranger.pid!)).toBe(true);
    stranger.kill();
  });

  it('takes another port when its own is taken', async () => {
    const kept = Number(await readFile(join(dataDir, 'postgres/port'), 'utf8'));
    const other = createServer().listen(kept, '127.0.0.1');
    await once(other, 'listening');
    const url = await begin(dataDir).url();
    expect(portOf(url)).not.toBe(kept);
    other.close();
  });

  it('refuses a second program by the number of the first; commands share its database', async () => {
    const first = begin(dataDir);
    const url = await first.url();
    expect(await begin(dataDir, 'running').answer()).toEqual({ url });
    expect(await begin(dataDir, 'join').answer()).toEqual({ url, owned: false });
    const { error } = await begin(dataDir).answer();
    expect(error).toContain(`Huiyin already runs on this data folder (process ${first.pid}`);
    expect(await query(url, 'select 1 as fine')).toHaveLength(1);
  });

  it('serves commands that all start at once while no program runs', async () => {
    const commands = [1, 2, 3].map(() => begin(dataDir, 'join'));
    const urls = await Promise.all(commands.map((command) => command.url()));
    expect(new Set(urls).size).toBe(1);
    expect(commands.map(({ said }) => said.at(-1)?.owned).filter(Boolean)).toHaveLength(1);
  });

  it('says that nothing runs where nothing runs', async () => {
    expect(await begin(dataDir, 'running').answer()).toEqual({ url: null });
  });

  it('recovers from a kill in the middle of its making', async () => {
    const fresh = folder();
    const killed = begin(fresh);
    await until(() => existsSync(join(fresh, 'postgres')) && readdirSync(join(fresh, 'postgres')).length > 0);
    await killed.kill();
    expect(existsSync(join(fresh, 'postgres/cluster'))).toBe(false);
    const url = await begin(fresh).url();
    expect(await query(url, 'select 1 as fine')).toHaveLength(1);
    expect(readdirSync(join(fresh, 'postgres')).filter((name) => name.startsWith('making-'))).toEqual([]);
  });

  it.runIf(isRoot)('runs for an ordinary user as that user, and for root on that user’s folder', async () => {
    const open = folder(0o777);
    const nobody = 65534;
    const ordinary = begin(open, 'start', nobody);
    const url = await ordinary.url();
    expect(statSync(join(open, 'postgres/cluster/data')).uid).toBe(nobody);
    await ordinary.stop();
    expect(await begin(open).url()).toBe(url);
  });

  it('works below a folder that is closed to all others, and leaves its rights alone', async () => {
    const closed = folder(0o700);
    const inner = join(closed, 'data');
    await mkdir(inner, { mode: 0o755 });
    const program = begin(inner);
    expect(await query(await program.url(), 'select 1 as fine')).toHaveLength(1);
    const status = await readFile(`/proc/${serverPid(inner)}/status`, 'utf8');
    // Root lends one right to the server's user; an ordinary user's own folder needs none.
    expect(status).toMatch(isRoot ? /^CapEff:\t0+[24]$/m : /^CapEff:\t0+$/m);
    await program.stop();
    expect(statSync(closed).mode & 0o777).toBe(0o700);
  });

  it('names the folder that the database user may not enter where the system lends no such right', async () => {
    const closed = folder(0o700);
    const other = { name: 'another user', uid: isRoot ? 65534 : undefined, gid: isRoot ? 65534 : undefined };
    const reaching = ableToReach(other, [closed], []);
    if (isRoot) await expect(reaching).rejects.toThrow(`another user, who may not enter ${closed}. `);
    else expect(await reaching).toEqual(other);
  });

  it('makes the library links that an install without scripts leaves out', async () => {
    const home = folder();
    await mkdir(join(home, 'native/lib'), { recursive: true });
    const link = { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' };
    await writeFile(join(home, 'native/pg-symlinks.json'), JSON.stringify([link]));
    await restoreLinks(home);
    await restoreLinks(home);
    expect(readlinkSync(join(home, link.target))).toBe('libpq.so.5.18');
  });
});
