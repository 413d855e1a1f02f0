import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Program } from './program.js';

/** Lists the processes of a program that serve for it, which it forked. */
export async function forkedBy({ pid }: Program): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const rows = stdout.split('\n').map((line) => /^ *(\d+) +(\d+) .*\/one-of-several\.js/.exec(line));
  return rows.flatMap((row) => (row && Number(row[2]) === pid ? [Number(row[1])] : []));
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
