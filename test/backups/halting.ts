import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Detour, detour } from '../support/detour.js';

const COPY_DONE = Buffer.from([0x63, 0, 0, 0, 4]);
const HALT_MS = 3;

/** Leads to PostgreSQL, and halts behind the end of each copy, as a network may. */
export function halting(databaseUrl: string): Promise<Detour> {
  return detour(databaseUrl, (caller, postgres) => {
    caller.pipe(postgres);
    void answer(postgres, caller).catch(() => caller.destroy());
  });
}

async function answer(from: Socket, to: Socket): Promise<void> {
  for await (const chunk of from as AsyncIterable<Buffer>) {
    let rest = chunk;
    for (let at = rest.indexOf(COPY_DONE); at >= 0; at = rest.indexOf(COPY_DONE)) {
      to.write(rest.subarray(0, at + COPY_DONE.length));
      rest = rest.subarray(at + COPY_DONE.length);
      await pause(HALT_MS);
    }
    to.write(rest);
  }
  to.end();
}
