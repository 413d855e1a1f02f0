import { setTimeout as pause } from 'node:timers/promises';
import { chooseAccount, prepareRoot } from './account.js';
import { areaIn, EmbeddedPostgresError, ensureDataDir } from './area.js';
import { findBinaries } from './binaries.js';
import { ensureCluster, type Making } from './cluster.js';
import { choosePort, isFree, keepPort } from './port.js';
import { findPostmaster, type Postmaster, removeStale } from './postmaster.js';
import { lastLines, Server, stopServer } from './server.js';
import { Session, tryToOpen } from './session.js';

const LAUNCHES = 5;
/** A program that is just stopping gets this long before the next one is refused. */
const OWNER_PATIENCE_MS = 5000;
/** A server without owner may belong to a start that is a moment ahead of us. */
const ORPHAN_PATIENCE_MS = 2000;
const ANSWER_PATIENCE_MS = 60_000;
const JOINED_PATIENCE_MS = 2500;
const POLL_MS = 50;

export interface EmbeddedPostgres {
  /** `postgres://…@127.0.0.1:port/huiyin` */
  url: string;
  /** False when the server belongs to another live process of ours, which we joined. */
  owned: boolean;
  /** Ends our part, the server too when it is ours. May be called again; takes less than 10 s. */
  stop(): Promise<void>;
}

export interface StartOptions {
  dataDir: string;
  /** Off only for tests: a power cut then loses data. */
  fsync?: boolean;
  /** For commands: use the database of a running program instead of being refused. */
  join?: boolean;
  log?: (line: string) => void;
}

export async function startEmbedded(options: StartOptions): Promise<EmbeddedPostgres> {
  const making = await prepare(options);
  await ensureCluster(making);
  return new Arrival(making, options.join ?? false).settle();
}

export async function runningEmbedded(dataDir: string): Promise<string | null> {
  const area = await areaIn(dataDir);
  const found = await findPostmaster(area);
  if (found.state !== 'live' || found.port === null) return null;
  const session = await tryToOpen(area, found.port);
  if (session instanceof Error) return null;
  const owner = await session.owner();
  await session.close();
  return owner === null ? null : session.url;
}

async function prepare(options: StartOptions): Promise<Making> {
  await ensureDataDir(options.dataDir);
  const area = await areaIn(options.dataDir);
  const account = await chooseAccount(area);
  await prepareRoot(area, account);
  const binaries = await findBinaries();
  return { area, account, binaries, fsync: options.fsync ?? true, log: options.log ?? (() => undefined) };
}

/** From "somebody may be here already" to a database in hand. */
class Arrival {
  private launches = 0;
  private readonly since = { silent: 0, owned: 0, orphan: 0 };

  constructor(
    private readonly making: Making,
    private readonly mayJoin: boolean,
  ) {}

  async settle(): Promise<EmbeddedPostgres> {
    for (;;) {
      const found = await findPostmaster(this.making.area);
      const settled = found.state === 'live' ? await this.approach(found) : await this.launch(found);
      if (settled !== null) return settled;
      await pause(POLL_MS);
    }
  }

  private async approach(found: Postmaster & { state: 'live' }): Promise<EmbeddedPostgres | null> {
    const session =
      found.port === null ? new Error('it is starting') : await tryToOpen(this.making.area, found.port);
    if (session instanceof Error) {
      this.refuseSilent(found.pid, session);
      return null;
    }
    if (this.mayJoin && (await session.owner()) !== null && (await session.tryToJoin()))
      return joined(session);
    const owner = await session.owner();
    await session.close();
    if (owner === null) await this.endOrphan(found.pid);
    else this.refuseSecond(owner);
    return null;
  }

  private refuseSilent(pid: number, reason: Error): void {
    if (this.waited('silent') < ANSWER_PATIENCE_MS) return;
    throw new EmbeddedPostgresError(
      `The PostgreSQL of ${this.making.area.data} (process ${pid}) runs but does not answer: ${reason.message}. ` +
        `End process ${pid} and start again.`,
    );
  }

  private refuseSecond(owner: number): void {
    const waited = this.waited('owned');
    if (waited === 0)
      this.making.log(`Process ${owner} uses this data folder; waiting a moment for it to stop.`);
    if (waited < OWNER_PATIENCE_MS) return;
    throw new EmbeddedPostgresError(
      `Huiyin already runs on this data folder (process ${owner}, ${this.making.area.root}). ` +
        'Stop it first, or give this one another DATA_DIR.',
    );
  }

  private async endOrphan(pid: number): Promise<void> {
    if (this.waited('orphan') < ORPHAN_PATIENCE_MS) return;
    this.making.log(`Stopping PostgreSQL (process ${pid}) that a killed program left behind.`);
    await stopServer(pid);
  }

  /** Milliseconds since this was first seen. */
  private waited(what: 'silent' | 'owned' | 'orphan'): number {
    const now = performance.now();
    this.since[what] ||= now;
    return now - this.since[what];
  }

  private async launch(found: Postmaster): Promise<EmbeddedPostgres | null> {
    const { area } = this.making;
    if (found.state === 'stale') await removeStale(area, found.text);
    this.launches += 1;
    const port = await choosePort(area);
    const server = await Server.spawn(this.making, port);
    const session = await this.untilReady(server, port);
    if (session === null) {
      await this.refuseBroken(port);
      return null;
    }
    return this.own(server, session, port);
  }

  private async untilReady(server: Server, port: number): Promise<Session | null> {
    while (!server.exited) {
      const session = await tryToOpen(this.making.area, port);
      if (session instanceof Session) return session;
      await pause(POLL_MS);
    }
    return null;
  }

  /** It ended before it was ready: again, when somebody else was faster (server or port). */
  private async refuseBroken(port: number): Promise<void> {
    const { area } = this.making;
    const overtaken = (await findPostmaster(area)).state === 'live' || !(await isFree(port));
    if (overtaken && this.launches < LAUNCHES) return;
    throw new EmbeddedPostgresError(
      `PostgreSQL does not start. The end of ${area.log}:\n${await lastLines(area)}`,
    );
  }

  private async own(server: Server, session: Session, port: number): Promise<EmbeddedPostgres | null> {
    await session.ensureDatabase();
    if (!(await session.tryToOwn())) {
      await session.close();
      await server.stop();
      return null;
    }
    await keepPort(this.making.area, port);
    this.making.log(`PostgreSQL is ready on port ${port}.`);
    return owned(server, session);
  }
}

function joined(session: Session): EmbeddedPostgres {
  let stopped: Promise<void> | undefined;
  session.hold(() => undefined);
  return { url: session.url, owned: false, stop: () => (stopped ??= session.close()) };
}

function owned(server: Server, session: Session): EmbeddedPostgres {
  let stopped: Promise<void> | undefined;
  session.hold(() => undefined);
  const stop = async (): Promise<void> => {
    await session.waitForJoined(JOINED_PATIENCE_MS);
    await server.stop();
  };
  return { url: session.url, owned: true, stop: () => (stopped ??= stop()) };
}
