import { Recomputation, type Recomputed } from '../sla/index.js';
import { withServices } from './installation.js';
import { print, table } from './output.js';

/** Exits with status 1 if anything differs. */
export async function recomputePromises(options: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const found = await services.get(Recomputation).compare();
    print(options, found, report(found));
    if (found.differing === 0) return;
    process.stderr.write(`What is stored of ${found.differing} promises is not what their history says.\n`);
    process.exitCode = 1;
  });
}

function report({ timers, differing, differences }: Recomputed): string[] {
  if (differing === 0) return [`${timers} promises recomputed: all are stored as their history says.`];
  const rows = differences.map((one) => [one.number, one.timerId, one.field, one.stored, one.recomputed]);
  return [
    `${timers} promises recomputed, ${differing} differ:`,
    ...table([['Ticket', 'Clock', 'What', 'Stored', 'Recomputed'], ...rows]),
  ];
}
