import '../test/support/typescript-loader.mjs';
import { ensureBuilt } from './built.mjs';

await ensureBuilt();
await import('../bench/main.ts');
