import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Account } from './account.js';
import { CLEAN_ENVIRONMENT } from './run.js';

// A stop signal to all processes of a service must not end the watchdog too early.
const WATCH = `trap '' TERM INT HUP; cat >/dev/null; kill -INT "$1"`;

/**
 * Stops the server if this program ends without doing so, even by kill -9: the system then closes the pipe
 * from which the watchdog reads. Windows has no such shell; there the next start stops the server.
 */
export class Watchdog {
  private readonly process: ChildProcess | null;

  constructor(serverPid: number, account: Account) {
    this.process = process.platform === 'win32' ? null : guard(serverPid, account);
  }

  dismiss(): void {
    this.process?.kill('SIGKILL');
  }
}

function guard(serverPid: number, account: Account): ChildProcess {
  const child = spawn('/bin/sh', ['-c', WATCH, 'sh', String(serverPid)], {
    cwd: '/',
    uid: account.uid,
    gid: account.gid,
    env: CLEAN_ENVIRONMENT,
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C in the terminal must not end the watchdog, because the program stops the server last.
    detached: true,
  });
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child;
}
