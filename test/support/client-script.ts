import { transform } from '@swc/core';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../src/platform/config/index.js';

/** A browser's script compiled from the source of a room, so that no build is needed. */
export async function clientScript(room: 'sandbox' | 'web', name: string): Promise<string> {
  const source = await readFile(join(root, `src/${room}/client/${name}.ts`), 'utf8');
  const { code } = await transform(source, {
    filename: `${name}.ts`,
    jsc: {
      parser: { syntax: 'typescript' },
      target: 'es2022',
      transform: { useDefineForClassFields: false },
    },
  });
  return code;
}
