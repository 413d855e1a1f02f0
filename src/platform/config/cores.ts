import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Where a container of Linux finds how much processor time it may use: microseconds, of how many. */
const QUOTA = '/sys/fs/cgroup/cpu.max';

/** How many cores this program may use. Node knows those of the machine, but not what a container was given of them. */
export function usableCores(quotaFile = QUOTA): number {
  return Math.max(1, Math.min(availableParallelism(), Math.ceil(quotaIn(quotaFile))));
}

function quotaIn(file: string): number {
  try {
    const [time = '', period = ''] = readFileSync(file, 'utf8').trim().split(' ');
    const cores = Number(time) / Number(period);
    return cores > 0 ? cores : Infinity;
  } catch {
    return Infinity;
  }
}
