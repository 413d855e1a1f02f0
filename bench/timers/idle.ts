import { readFileSync } from 'node:fs';
import type { Installation } from '../../test/story/installation.js';
import type { Stage } from '../bench.js';
import type { Pending } from './pending.js';

const SECONDS = 60;
const SETTLING_MS = 15_000;
const TICKS_PER_SECOND = 100;

/** What a program and its database's processes take while a million clocks wait and none is due. */
export async function measureIdle(stage: Stage, shop: Installation, pending: Pending): Promise<void> {
  const program = await shop.start();
  stage.say(`an idle minute`);
  await pause(SETTLING_MS);
  const before = await spent(program.pid, pending);
  await pause(SECONDS * 1000);
  const after = await spent(program.pid, pending);
  await program.stop();
  const share = (own: number, then: number) => ((own - then) / SECONDS) * 100;
  const value = share(after.program, before.program) + share(after.database, before.database);
  const facts = {
    program: share(after.program, before.program),
    database: share(after.database, before.database),
  };
  stage.report({ name: 'timers.idle', value, unit: '% of a processor', ...facts });
}

/** Processor seconds so far, from the kernel's books. */
async function spent(pid: number, pending: Pending): Promise<{ program: number; database: number }> {
  const backends = await pending.rows<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  const database = backends.reduce((sum, backend) => sum + secondsOf(backend.pid), 0);
  return { program: secondsOf(pid), database };
}

function secondsOf(pid: number): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = after.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
