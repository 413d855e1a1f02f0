import { readFileSync } from 'node:fs';
import type { Installation } from '../../test/story/installation.js';
import type { Stage } from '../bench.js';
import type { Pending } from './pending.js';

const SECONDS = 60;
/** A program that has just started still compiles code, collects garbage and closes connections. */
const SETTLING_MS = 60_000;
const TICKS_PER_SECOND = 100;

/** Measures what a program and its database's processes use while a million timers wait and none is due. */
export async function measureIdle(stage: Stage, shop: Installation, pending: Pending): Promise<void> {
  const program = await shop.start();
  stage.say(`an idle minute`);
  await pause(SETTLING_MS);
  const before = await spent(program.pid, pending);
  await pause(SECONDS * 1000);
  const after = await spent(program.pid, pending);
  await program.stop();
  const own = share(after.program - before.program);
  const database = share(grown(before.backends, after.backends));
  stage.report({
    name: 'timers.idle',
    value: own + database,
    unit: '% of a processor',
    program: own,
    database,
  });
}

interface Spent {
  program: number;
  backends: Map<number, number>;
}

/** Reads from the kernel how many processor seconds were used so far. */
async function spent(pid: number, pending: Pending): Promise<Spent> {
  const backends = await pending.rows<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  return {
    program: secondsOf(pid),
    backends: new Map(backends.map((backend) => [backend.pid, secondsOf(backend.pid)])),
  };
}

/** Processes that have ended are left out. The pool closes only connections that were idle. */
function grown(before: Spent['backends'], after: Spent['backends']): number {
  return [...after].reduce((sum, [pid, seconds]) => sum + seconds - (before.get(pid) ?? 0), 0);
}

function share(seconds: number): number {
  return (seconds / SECONDS) * 100;
}

function secondsOf(pid: number): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = after.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
