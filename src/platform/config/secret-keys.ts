import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from './config.js';

/**
 * The first key encrypts, and every key can decrypt. With an embedded database a key is generated in
 * DATA_DIR.
 */
export function secretKeys(config: Config): Buffer[] {
  const text = config.secretKey ?? keptKey(config.dataDir);
  return text.split(',').map((key) => Buffer.from(key, 'base64'));
}

/** Unlike `secretKeys` this never makes a key. It is undefined where none is set and none was made yet. */
export function presentKeys(config: Config): Buffer[] | undefined {
  return config.secretKey !== undefined || existsSync(keyFile(config.dataDir))
    ? secretKeys(config)
    : undefined;
}

export const keyFile = (dataDir: string): string => join(dataDir, 'secrets', 'secret.key');

function keptKey(dataDir: string): string {
  const file = keyFile(dataDir);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    createOnce(file, randomBytes(32).toString('base64'));
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * Two processes that start for the first time agree on one key: link() fails if the file exists, and a file
 * that exists is complete.
 */
function createOnce(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${text}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
