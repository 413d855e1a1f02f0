import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Stops all processes of an embedded PostgreSQL, so that it neither answers nor refuses, or lets them go on. */
export async function signalAll(dataDir: string, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
  const file = join(dataDir, 'postgres/cluster/data/postmaster.pid');
  const postmaster = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(postmaster)]);
  for (const pid of [postmaster, ...stdout.trim().split('\n').map(Number)]) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // A session may have ended in between.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
