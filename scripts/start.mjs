import { ensureBuilt } from './built.mjs';

const LOOK_MS = 500;
const parent = process.ppid;

// npm runs scripts through a shell, which may end on a signal without passing it on. The program would then keep
// running.
setInterval(() => {
  if (process.ppid !== parent) process.emit('SIGTERM', 'SIGTERM');
}, LOOK_MS).unref();

await ensureBuilt();
// The program runs in this process, so that a signal reaches it.
await import('../dist/main.js');
