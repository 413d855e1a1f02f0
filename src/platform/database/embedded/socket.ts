import { chmod, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Area } from './area.js';

/** The least that any system takes; a longer path would be cut off in silence by some. */
const LONGEST_BYTES = 103;
/** PostgreSQL takes these for the end of one folder or of its quotes. */
const UNNAMEABLE = /[,"]/;

/**
 * A socket in a folder of its own costs less than half of what a port does, and only the database's user may open it.
 * Returns '' where there can be none: a server that cannot make its socket, or cannot set its rights, would not start,
 * and some mounted volumes refuse the one or the other.
 */
export async function socketFolder({ cluster }: Area): Promise<string> {
  const fits = Buffer.byteLength(join(cluster, '.s.PGSQL.65535')) <= LONGEST_BYTES;
  const isNameable = process.platform !== 'win32' && fits && !UNNAMEABLE.test(cluster);
  return isNameable && (await canListen(join(cluster, `.s.try.${process.pid}`))) ? cluster : '';
}

/** A killed server leaves the lock of its socket, and refuses to start if its process number belongs to another. */
export async function removeSocketLocks({ cluster }: Area): Promise<void> {
  const locks = (await readdir(cluster)).filter((name) => /^\.s\.PGSQL\.\d+\.lock$/.test(name));
  for (const lock of locks) await rm(join(cluster, lock), { force: true });
}

async function canListen(path: string): Promise<boolean> {
  await rm(path, { force: true });
  const server = createServer();
  try {
    await listening(server, path);
    await chmod(path, 0o700);
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(path, done);
  });
}
