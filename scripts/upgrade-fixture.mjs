import '../test/support/typescript-loader.mjs';
import { ensureBuilt } from './built.mjs';

await ensureBuilt();
await import('../test/support/upgrade/write.ts');
