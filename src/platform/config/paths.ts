import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, from `src/platform/config` as from `dist/platform/config`. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));
