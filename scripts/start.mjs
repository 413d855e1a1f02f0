import { ensureBuilt } from './built.mjs';

// In this very process: a signal to `npm start` must reach the program, which a shell between two commands would keep.
await ensureBuilt();
await import('../dist/main.js');
