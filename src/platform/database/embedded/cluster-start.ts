import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './area.js';
import type { Making } from './cluster.js';
import { type EmbeddedPostgres, JoinedPostgres } from './handle.js';
import { broken, launch } from './launch.js';
import { findPostmaster, type Postmaster, passOverStale } from './postmaster.js';
import { stopServer } from './server.js';
import { type Session, tryToOpen } from './session.js';

/**
 * An attempt may fail because the port is taken, another start is faster, or a killed server has not ended
 * yet.
 */
const LAUNCHES = 5;
const LAUNCH_PAUSE_MS = 200;
const OWNER_PATIENCE_MS = 5000;
/** A server without an owner may belong to another start that is a moment ahead. */
const ORPHAN_PATIENCE_MS = 3000;
const ANSWER_PATIENCE_MS = 60_000;
const POLL_MS = 50;

export class ClusterStart {
  private launches = 0;
  private readonly firstSeen = new Map<string, number>();

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
    const session = await this.open(found.port);
    if (session instanceof Error) {
      this.refuseSilent(found.pid, session);
      return null;
    }
    if (this.mayJoin && (await session.tryToJoin())) return new JoinedPostgres(session);
    const owner = await session.owner();
    await session.close();
    if (owner === null) await this.endOrphan(found.pid);
    else this.refuseSecond(owner.pid);
    return null;
  }

  private async open(port: number | null): Promise<Session | Error> {
    return port === null ? new Error('it is starting') : tryToOpen(this.making.area, port);
  }

  private refuseSilent(pid: number, reason: Error): void {
    if (this.waited(`silent ${pid}`) < ANSWER_PATIENCE_MS) return;
    throw new EmbeddedPostgresError(
      `The PostgreSQL of ${this.making.area.data} (process ${pid}) runs but does not answer: ${reason.message}. ` +
        `End process ${pid} and start again.`,
    );
  }

  private refuseSecond(owner: number): void {
    const waited = this.waited(`owner ${owner}`);
    if (waited === 0)
      this.making.log(`Process ${owner} uses this data folder; waiting a moment for it to stop.`);
    if (waited < OWNER_PATIENCE_MS) return;
    throw new EmbeddedPostgresError(
      `Huiyin already runs on this data folder (process ${owner}, ${this.making.area.root}). ` +
        'Stop it first, or give this one another DATA_DIR.',
    );
  }

  private async endOrphan(pid: number): Promise<void> {
    if (this.waited(`orphan ${pid}`) < ORPHAN_PATIENCE_MS) return;
    this.making.log(`Stopping PostgreSQL (process ${pid}) that a killed program left behind.`);
    await stopServer(pid);
  }

  private waited(what: string): number {
    const now = performance.now();
    const first = this.firstSeen.get(what) ?? now;
    this.firstSeen.set(what, first);
    return now - first;
  }

  private async launch(found: Postmaster): Promise<EmbeddedPostgres | null> {
    if (this.launches === LAUNCHES) throw await broken(this.making);
    await pause(this.launches * LAUNCH_PAUSE_MS);
    this.launches += 1;
    if (found.state === 'stale') await passOverStale(this.making.area, found.text);
    return launch(this.making);
  }
}
