import { ensureBuilt } from './built.mjs';

await ensureBuilt();
