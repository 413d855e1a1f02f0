import { ensureBuilt } from './built.mjs';

await ensureBuilt();
await import('../dist/cli/main.js');
