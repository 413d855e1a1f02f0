import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Area, hasCode, unless } from './area.js';
import { run } from './run.js';
import { removeSocketLocks } from './socket.js';

export type Postmaster =
  { state: 'none' } | { state: 'stale'; text: string } | { state: 'live'; pid: number; port: number | null };

export async function findPostmaster(area: Area): Promise<Postmaster> {
  const text = await unless('ENOENT', readFile(lockFile(area), 'utf8'));
  if (text === null) return { state: 'none' };
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!isAlive(pid)) return { state: 'none' };
  if (await isAnotherProgram(pid, area)) return { state: 'stale', text };
  return { state: 'live', pid, port: Number(lines[3]) || null };
}

/**
 * PostgreSQL ignores the lock file of a dead process, but refuses to start if another process of its user has the id. So
 * the id is replaced by ours, which PostgreSQL ignores because we start it, and the lock of its socket, which has the
 * same id, is removed. The rest of the file must stay, because it leads to what a killed server left running. The file is
 * renamed and compared first: if another start has just written it, it is put back unchanged.
 */
export async function passOverStale(area: Area, text: string): Promise<void> {
  const aside = join(area.root, `stale-${process.pid}.pid`);
  if ((await gone(rename(lockFile(area), aside).then(() => aside))) === null) return;
  if ((await readFile(aside, 'utf8')) === text) {
    await writeFile(aside, text.replace(/^.*/, String(process.pid)));
  }
  await putBack(aside, lockFile(area));
  await removeSocketLocks(area);
}

export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function lockFile(area: Area): string {
  return join(area.data, 'postmaster.pid');
}

async function putBack(aside: string, place: string): Promise<void> {
  try {
    await link(aside, place);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  await rm(aside);
}

/** Process ids are used again, so only a process that was started on our folder is our server. */
async function isAnotherProgram(pid: number, area: Area): Promise<boolean> {
  const command = await commandOf(pid);
  return command !== null && !command.includes(area.data);
}

async function commandOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') return (await gone(readFile(`/proc/${pid}/cmdline`, 'utf8'))) ?? '';
  if (process.platform === 'win32') return null;
  const { output } = await run('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
    account: { name: 'the current user' },
    cwd: '/',
  });
  return output;
}

async function gone(reading: Promise<string>): Promise<string | null> {
  try {
    return await reading;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return null;
    throw error;
  }
}
