import { AlreadySaid } from './already-said.js';
import type { Stopping } from './stopping.js';

/**
 * What `work` throws, or anything later in this process, ends the program. An unforeseen error may have left anything
 * in a bad state, so everything is closed in order and a new start is clean.
 */
export async function failsBy(stopping: Stopping, work: () => Promise<void>): Promise<void> {
  let failed = false;
  const fail = async (error: unknown) => {
    if (failed || stopping.begun) return;
    failed = true;
    await report(error).finally(() => stopping.exit(1));
  };
  process.on('uncaughtException', (error) => void fail(error));
  try {
    await work();
  } catch (error) {
    await fail(error);
  }
}

/** What knows all errors is half of the program, which a process that serves nothing does not load before it fails. */
async function report(error: unknown): Promise<void> {
  if (error instanceof AlreadySaid) return;
  const { plainly } = await import('./plainly.js');
  process.stderr.write(`${plainly(error)}\n`);
}
