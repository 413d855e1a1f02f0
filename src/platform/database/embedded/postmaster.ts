import { link, readFile, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Area, hasCode, unless } from './area.js';
import { run } from './run.js';

/** What PostgreSQL's own lock file says about the cluster, checked against the processes of this machine. */
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
 * PostgreSQL itself passes over the file of a dead process, but refuses to start while any process
 * of the same user has that number. Moved away first and compared, so that a file which another
 * start wrote in this moment is put back.
 */
export async function removeStale(area: Area, text: string): Promise<void> {
  const aside = join(area.root, `stale-${process.pid}.pid`);
  await rename(lockFile(area), aside);
  if ((await readFile(aside, 'utf8')) === text) await rm(aside);
  else await putBack(aside, lockFile(area));
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
  await link(aside, place);
  await unlink(aside);
}

/** A number can be used again: only a process started on our folder is our server. */
async function isAnotherProgram(pid: number, area: Area): Promise<boolean> {
  const command = await commandOf(pid);
  return command !== null && !command.includes(area.data);
}

/** null where the system does not tell (Windows). */
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
