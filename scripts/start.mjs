import { ensureBuilt } from './built.mjs';

const LOOK_MS = 500;
const parent = process.ppid;

// npm runs scripts through a shell, which may end on a signal without passing it on, and leave the program alone.
setInterval(() => {
  if (process.ppid !== parent) process.emit('SIGTERM', 'SIGTERM');
}, LOOK_MS).unref();

await ensureBuilt();
// In this very process, so that a signal to it reaches the program.
await import('../dist/main.js');
