import { fileURLToPath } from 'node:url';

/** This is the folder of package.json, seen from `src/platform/config` and `dist/platform/config` alike. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));
