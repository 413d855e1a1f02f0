import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open, readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type Area, hasCode, unless } from './area.js';
import type { Making } from './cluster.js';
import { lowered } from './lowered.js';
import { LOOPBACK } from './port.js';
import { isAlive } from './postmaster.js';
import { CLEAN_ENVIRONMENT } from './run.js';
import { Watchdog } from './watchdog.js';

const LOG_LIMIT_BYTES = 10_000_000;

/** Where a server listens: at a port of this machine and, unless it is '', at a socket in this folder. */
export interface Place {
  port: number;
  socket: string;
}

export class Server {
  private readonly watchdog: Watchdog;

  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
    making: Making,
  ) {
    this.watchdog = new Watchdog(pid, making.account);
    child.once('exit', () => this.watchdog.dismiss());
    child.unref();
  }

  static async spawn(making: Making, place: Place): Promise<Server> {
    const log = await openLog(making);
    try {
      const given = settings(making, place);
      const { command, args, uid, gid } = lowered(making.account, making.binaries.postgres, given);
      const child = spawn(command, args, {
        cwd: making.area.data,
        uid,
        gid,
        env: CLEAN_ENVIRONMENT,
        stdio: ['ignore', log.fd, log.fd],
        detached: true,
        windowsHide: true,
      });
      return new Server(child, await pidOf(child), making);
    } finally {
      await log.close();
    }
  }

  get exited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async stop(): Promise<void> {
    if (!this.exited) await stopServer(this.pid);
    this.watchdog.dismiss();
  }
}

/** A fast shutdown is tried first. After an immediate one, the next start has to recover. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, limitMs] of [
    ['SIGINT', 4000],
    ['SIGQUIT', 2000],
    ['SIGKILL', 500],
  ] as const) {
    send(pid, signal);
    if (await isGone(pid, limitMs)) return;
  }
}

export async function lastLines(area: Area): Promise<string> {
  const log = (await unless('ENOENT', readFile(area.log, 'utf8'))) ?? '';
  return log.trimEnd().split('\n').slice(-8).join('\n');
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

function settings({ area, fsync, connections }: Making, { port, socket }: Place): string[] {
  const durable = fsync ? 'on' : 'off';
  const pairs = {
    listen_addresses: LOOPBACK,
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
    max_connections: connections,
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    // A young table grows past the plans that were made for it, and is analysed anew before they cost much.
    autovacuum_naptime: '10s',
    // An SSD finds any page nearly as quickly as the next one.
    random_page_cost: '1.1',
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
  };
  const options = Object.entries(pairs).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', area.data, '-p', String(port), ...options];
}

async function openLog({ area, account }: Making): Promise<FileHandle> {
  const size = (await unless('ENOENT', stat(area.log)))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(area.log, `${area.log}.old`);
  // The server's user could have put a link in the place of the log, and this process may be root.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(area.log, flags, 0o600);
  if (account.uid !== undefined && account.gid !== undefined) await handle.chown(account.uid, account.gid);
  return handle;
}

function pidOf(child: ChildProcess): Promise<number> {
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('spawn', () => done(child.pid ?? 0));
  });
}

async function isGone(pid: number, limitMs: number): Promise<boolean> {
  for (let waited = 0; waited < limitMs; waited += 20) {
    if (!isAlive(pid)) return true;
    await pause(20);
  }
  return !isAlive(pid);
}
