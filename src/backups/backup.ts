import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import pg from 'pg';
import { root } from '../platform/config/index.js';
import type { FileStore } from '../platform/files/index.js';
import { ArchiveWriter } from './archive-writer.js';
import { fingerprint } from './fingerprint.js';
import { fileEntry } from './format.js';
import { type Progress, Snapshot } from './snapshot.js';

/** What a backup is taken of. `paths` is a query for the paths of all files that rows name. */
export interface Original {
  url: string;
  files: Pick<FileStore, 'read'>;
  paths: string;
  keys: Buffer[];
}

export interface Taken {
  takenAt: string;
  rows: number;
  files: number;
  bytes: number;
  missing: string[];
}

export interface Manner {
  passPhrase?: string;
  tell?: (progress: Progress) => void;
}

/** Writes a backup into the stream and ends it. The program may go on working meanwhile. */
export async function takeBackup(original: Original, out: Writable, manner: Manner = {}): Promise<Taken> {
  const { passPhrase, tell = () => undefined } = manner;
  const client = new pg.Client({
    connectionString: original.url,
    application_name: 'huiyin-backup',
    keepAlive: true,
  });
  // An error of the connection is thrown by the query that waits for it.
  client.on('error', () => undefined);
  const archive = new ArchiveWriter(out, passPhrase);
  try {
    await client.connect();
    return await copyAll(client, archive, original, tell);
  } catch (error) {
    await archive.abandon(error);
    throw error;
  } finally {
    await client.end();
  }
}

async function copyAll(
  client: pg.Client,
  archive: ArchiveWriter,
  original: Original,
  tell: (progress: Progress) => void,
): Promise<Taken> {
  const snapshot = await Snapshot.open(client, archive, tell);
  const heading = await snapshot.heading(version(), original.keys.map(fingerprint));
  await snapshot.copyTables(heading);
  const jobs = await snapshot.copyJobs();
  const paths = await snapshot.texts(original.paths);
  // Files never change, so the database need not stand still for them.
  const ending = await snapshot.ending({ jobs, files: 0, missing: [] });
  await client.query('commit');
  const copied = await copyFiles(paths, original.files, archive, (files) =>
    tell({ doing: 'files', rows: snapshot.copied, files }),
  );
  await archive.end({ ...ending, ...copied });
  return { takenAt: heading.takenAt, rows: snapshot.copied, ...copied, bytes: archive.bytes };
}

async function copyFiles(
  paths: string[],
  store: Pick<FileStore, 'read'>,
  archive: ArchiveWriter,
  tell: (files: number) => void,
): Promise<{ files: number; missing: string[] }> {
  const missing: string[] = [];
  let files = 0;
  for (const path of paths) {
    const bytes = await store.read(path);
    if (bytes === undefined) missing.push(path);
    else {
      await archive.add({ name: fileEntry(path), bytes });
      tell((files += 1));
    }
  }
  return { files, missing };
}

export function version(): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
