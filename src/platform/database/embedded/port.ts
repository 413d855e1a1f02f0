import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { type Area, hasCode, unless } from './area.js';

export const LOOPBACK = '127.0.0.1';

/** The earlier port is kept if it is free, so that an address which somebody wrote down still works. */
export async function choosePort(area: Area): Promise<number> {
  const kept = Number(await unless('ENOENT', readFile(area.port, 'utf8')));
  if (kept > 0 && (await isFree(kept))) return kept;
  return listen(0);
}

export async function keepPort(area: Area, port: number): Promise<void> {
  const fresh = `${area.port}.${process.pid}`;
  await writeFile(fresh, `${port}\n`);
  await rename(fresh, area.port);
}

async function isFree(port: number): Promise<boolean> {
  try {
    await listen(port);
    return true;
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE', 'EACCES', 'ERR_SOCKET_BAD_PORT')) return false;
    throw error;
  }
}

function listen(port: number): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
