import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Area } from './area.js';

/** The least that any system takes; a longer path would be cut off in silence by some. */
const LONGEST_BYTES = 103;

/**
 * A socket in a folder of its own costs less than half of what a port does, and only the database's user may open it.
 * Returns '' where the path is too long or the file system has no sockets, as some mounted volumes do: a server that
 * cannot make its socket would not start.
 */
export async function socketFolder({ cluster }: Area): Promise<string> {
  const fits = Buffer.byteLength(join(cluster, '.s.PGSQL.65535')) <= LONGEST_BYTES;
  const works = process.platform !== 'win32' && fits && (await canListen(join(cluster, '.s.try')));
  return works ? cluster : '';
}

function canListen(path: string): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(path, () => server.close(() => done(true)));
  });
}
