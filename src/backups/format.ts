import { createHash } from 'node:crypto';

/** A program reads backups of its own format and of older ones. */
export const FORMAT = 1;

/** The first entry, `backup.json`. */
export interface Heading {
  format: number;
  program: string;
  takenAt: string;
  postgres: string;
  migrations: { name: string; checksum: string }[];
  /** Tells which keys the secrets in the rows need. The keys themselves are never in a backup. */
  keys: string[];
  tables: Table[];
  /** Months that have a partition of their own. */
  months: { parent: string; month: string }[];
}

export interface Table {
  /** Quoted and with its schema, such as `public.ticket`. */
  name: string;
  columns: string[];
}

/** The last entry, `end.json`. A backup without it is not complete. */
export interface Ending {
  rows: Record<string, number>;
  jobs: number;
  files: number;
  /** Rows name these files, and the store did not have them. */
  missing: string[];
  sequences: { name: string; value: string; used: boolean }[];
  /** SHA-256 over the names, lengths and contents of all other entries. */
  sha256: string;
}

export interface Entry {
  name: string;
  bytes: Buffer;
}

export const HEADING = 'backup.json';
/** The second entry, a SHA-256 of the heading, which is used before the whole backup was read. */
export const HEADING_SUM = 'backup.json.sha256';
export const ENDING = 'end.json';
export const JOBS = 'jobs';

export const rowsEntry = (table: string, part: number): string => `rows/${table}/${part}`;
export const jobsEntry = (part: number): string => `${JOBS}/${part}`;
export const fileEntry = (path: string): string => `files/${path}`;

/** Tells what an entry holds: the rows of a table, jobs, or a file. */
export function contentOf(name: string): { kind: 'rows' | 'jobs' | 'file' | 'other'; of: string } {
  const [, first = '', rest = ''] = /^([^/]+)\/(.+)$/.exec(name) ?? [];
  if (first === 'rows') return { kind: 'rows', of: rest.slice(0, rest.lastIndexOf('/')) };
  if (first === JOBS) return { kind: 'jobs', of: JOBS };
  if (first === 'files') return { kind: 'file', of: rest };
  return { kind: 'other', of: name };
}

export const sumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export class Checksum {
  private readonly hash = createHash('sha256');

  add({ name, bytes }: Entry): void {
    this.hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  }

  text(): string {
    return this.hash.digest('hex');
  }
}
