import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../config/index.js';

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

export function migrationsIn(folder = join(root, 'migrations')): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map((name) => migration(name, readFileSync(join(folder, name), 'utf8')));
}

/** Git may check a file out with other line endings, which must not change its checksum. */
export function migration(name: string, text: string): Migration {
  const sql = text.replaceAll('\r\n', '\n');
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
