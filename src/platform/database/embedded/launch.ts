import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError, hasCode } from './area.js';
import type { Making } from './cluster.js';
import { OwnedPostgres } from './handle.js';
import { choosePort, keepPort } from './port.js';
import { lastLines, type Place, Server } from './server.js';
import { Session, tryToOpen } from './session.js';
import { socketFolder } from './socket.js';

const POLL_MS = 25;
const WRONG_PASSWORD = ['28P01', '28000'];

/** Returns null if the server ended before it was ready, or if another program owns it already. */
export async function launch(making: Making): Promise<OwnedPostgres | null> {
  const place = { port: await choosePort(making.area), socket: await socketFolder(making.area) };
  const server = await Server.spawn(making, place);
  const session = await untilReady(making, server, place.port);
  return session === null ? null : own(making, place, server, session);
}

export async function broken({ area }: Making): Promise<EmbeddedPostgresError> {
  return new EmbeddedPostgresError(
    `PostgreSQL does not start. The end of ${area.log}:\n${await lastLines(area)}`,
  );
}

/** Recovery after a crash may take long, so this waits as long as the server is alive. */
async function untilReady(making: Making, server: Server, port: number): Promise<Session | null> {
  while (!server.exited) {
    const session = await tryToOpen(making.area, port);
    if (session instanceof Session) return session;
    if (hasCode(session, ...WRONG_PASSWORD)) {
      await server.stop();
      throw new EmbeddedPostgresError(
        `The database in ${making.area.data} does not accept the password kept in ${making.area.password}.`,
        { cause: session },
      );
    }
    await pause(POLL_MS);
  }
  return null;
}

async function own(
  making: Making,
  place: Place,
  server: Server,
  session: Session,
): Promise<OwnedPostgres | null> {
  if (!(await session.tryToOwn())) {
    await session.close();
    await server.stop();
    return null;
  }
  await session.ensureDatabase();
  await session.announce();
  await keepPort(making.area, place.port);
  making.log(`PostgreSQL is ready on port ${place.port}.`);
  return new OwnedPostgres(making, place, server, session);
}
