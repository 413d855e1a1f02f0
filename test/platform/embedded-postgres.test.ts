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

  it('the embedded database is durable and closed to others, and leaves the rights of DATA_DIR alone', async () => {
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
        sockets: join(dataDir, 'postgres/cluster'),
      },
    ]);
    expect(decodeURIComponent(new URL(url).hostname)).toBe(join(dataDir, 'postgres/cluster'));
    expect(statSync(dataDir).mode & 0o777).toBe(0o755);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'postgres/cluster/password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'postgres/cluster', `.s.PGSQL.${portOf(url)}`)).mode & 0o777).toBe(0o700);
    const wrong = new URL(url);
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('where the path of the data folder is too long for a socket, a port of this machine is spoken to', async () => {
    const deep = join(folder(), 'd'.repeat(100));
    const url = await begin(deep).url();
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(await query(url, 'select 1 one')).toEqual([{ one: 1 }]);
  });

  it('a restarted program finds its rows at the same address, and nothing runs while it is stopped', async () => {
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

  it('committed rows survive a kill of the program, even if it starts again at once', async () => {
    const killed = begin(dataDir);
    await query(await killed.url(), `insert into said values ('before the kill')`);
    const server = serverPid(dataDir);
    await killed.kill();
    const url = await begin(dataDir).url();
    expect(await query(url, `select what from said where what like 'before%'`)).toHaveLength(1);
    await until(() => !isAlive(server));
  });

  it('the database server stops by itself when the program is killed', async () => {
    const killed = begin(dataDir);
    await killed.url();
    const server = serverPid(dataDir);
    await killed.kill();
    await until(() => !isAlive(server));
    expect(existsSync(lockFile(dataDir))).toBe(false);
  });

  it('the program ends a database server that nobody watches, and starts its own', async () => {
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

  it('the database server comes back at the same address when it is killed', async () => {
    const url = await begin(dataDir).url();
    const server = serverPid(dataDir);
    process.kill(server, 'SIGKILL');
    await until(() => !isAlive(server));
    await until(() => existsSync(lockFile(dataDir)) && serverPid(dataDir) !== server);
    await until(() => running[0]?.said.some(({ line }) => line === 'PostgreSQL is back.'));
    expect(await query(url, 'select count(*) > 0 as kept from said')).toEqual([{ kept: true }]);
  });

  it('a lock file is ignored when its process number now belongs to another program', async () => {
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
    const kept = (await readFile(join(dataDir, 'postgres/port'), 'utf8')).trim();
    await writeFile(join(dataDir, 'postgres/cluster', `.s.PGSQL.${kept}.lock`), text.join('\n'));
    await begin(dataDir).url();
    expect(serverPid(dataDir)).not.toBe(stranger.pid);
    expect(isAlive(stranger.pid!)).toBe(true);
    stranger.kill();
  });

  it('the database server takes another port when its own is taken', async () => {
    const kept = Number(await readFile(join(dataDir, 'postgres/port'), 'utf8'));
    const other = createServer().listen(kept, '127.0.0.1');
    await once(other, 'listening');
    const url = await begin(dataDir).url();
    expect(portOf(url)).not.toBe(kept);
    other.close();
  });

  it('a second program is refused with the process number of the first, and commands share its database', async () => {
    const first = begin(dataDir);
    const url = await first.url();
    expect(await begin(dataDir, 'running').answer()).toEqual({ url });
    expect(await begin(dataDir, 'join').answer()).toEqual({ url, owned: false });
    const { error } = await begin(dataDir).answer();
    expect(error).toContain(`Huiyin already runs on this data folder (process ${first.pid}`);
    expect(await query(url, 'select 1 as fine')).toHaveLength(1);
  });

  it('commands that start at once while no program runs share one database server', async () => {
    const commands = [1, 2, 3].map(() => begin(dataDir, 'join'));
    const urls = await Promise.all(commands.map((command) => command.url()));
    expect(new Set(urls).size).toBe(1);
    expect(commands.map(({ said }) => said.at(-1)?.owned).filter(Boolean)).toHaveLength(1);
  });

  it('asking for a running database answers that there is none when nothing runs', async () => {
    expect(await begin(dataDir, 'running').answer()).toEqual({ url: null });
  });

  it('a program that was killed while it made its database makes it anew at the next start', async () => {
    const fresh = folder();
    const killed = begin(fresh);
    await until(() => existsSync(join(fresh, 'postgres')) && readdirSync(join(fresh, 'postgres')).length > 0);
    await killed.kill();
    expect(existsSync(join(fresh, 'postgres/cluster'))).toBe(false);
    const url = await begin(fresh).url();
    expect(await query(url, 'select 1 as fine')).toHaveLength(1);
    expect(readdirSync(join(fresh, 'postgres')).filter((name) => name.startsWith('making-'))).toEqual([]);
  });

  it.runIf(isRoot)(
    'the database runs as the user who starts it, or, when that is root, as the owner of the folder',
    async () => {
      const open = folder(0o777);
      const nobody = 65534;
      const ordinary = begin(open, 'start', nobody);
      const url = await ordinary.url();
      expect(statSync(join(open, 'postgres/cluster/data')).uid).toBe(nobody);
      await ordinary.stop();
      expect(await begin(open).url()).toBe(url);
    },
  );

  it('the database runs inside a folder that is closed to all others, and leaves its rights alone', async () => {
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

  it('an error names the folder that the database user may not enter', async () => {
    const closed = folder(0o700);
    const other = { name: 'another user', uid: isRoot ? 65534 : undefined, gid: isRoot ? 65534 : undefined };
    const reaching = ableToReach(other, [closed], []);
    if (isRoot) await expect(reaching).rejects.toThrow(`another user, who may not enter ${closed}. `);
    else expect(await reaching).toEqual(other);
  });

  it('the library links that an installation without scripts leaves out are made', async () => {
    const home = folder();
    await mkdir(join(home, 'native/lib'), { recursive: true });
    const link = { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' };
    await writeFile(join(home, 'native/pg-symlinks.json'), JSON.stringify([link]));
    await restoreLinks(home);
    await restoreLinks(home);
    expect(readlinkSync(join(home, link.target))).toBe('libpq.so.5.18');
  });
});
