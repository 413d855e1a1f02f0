import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { root } from '../../../src/platform/config/index.js';

export const FIXTURE = join(root, 'test/support/upgrade/landed.jsonl.gz');

/** Holds a database as some version of the program left it. */
export interface Fixture extends Head {
  tables: { name: string; rows: string[] }[];
}

interface Head {
  recordedAt: string;
  /** These files had been applied. */
  migrations: { name: string; checksum: string }[];
  sequences: { name: string; value: string; used: boolean }[];
}

/** Packs line by line, so that `zcat` shows it: the head, then each table with its rows as JSON. */
export function packed({ tables, ...head }: Fixture): Buffer {
  const lines = tables.flatMap(({ name, rows }) => [
    JSON.stringify({ table: name, rows: rows.length }),
    ...rows,
  ]);
  return gzipSync([JSON.stringify(head), ...lines, ''].join('\n'), { level: 9 });
}

/** Rows stay texts, because a number of PostgreSQL may be greater than one of JavaScript can be. */
export function unpacked(data: Buffer): Fixture {
  const [first = '', ...lines] = gunzipSync(data).toString('utf8').trimEnd().split('\n');
  const tables: Fixture['tables'] = [];
  for (let at = 0; at < lines.length;) {
    const { table, rows } = JSON.parse(lines[at]!) as { table: string; rows: number };
    tables.push({ name: table, rows: lines.slice(at + 1, at + 1 + rows) });
    at += 1 + rows;
  }
  return { ...(JSON.parse(first) as Head), tables };
}
