import { setTimeout as pause } from 'node:timers/promises';
import type { Making } from './cluster.js';
import { type Place, Server } from './server.js';
import { type Session, tryToOpen } from './session.js';

const JOINED_PATIENCE_MS = 2500;
const RETRY_MS = 250;
const RECOVERY_LIMIT_MS = 60_000;

export interface EmbeddedPostgres {
  url: string;
  /** False if another process of ours started the server and this one only uses it. */
  owned: boolean;
  /** Stops the server if it is ours. It may be called again and takes less than 10 s. */
  stop(): Promise<void>;
}

export class JoinedPostgres implements EmbeddedPostgres {
  readonly owned = false;
  readonly url: string;

  constructor(private readonly session: Session) {
    this.url = session.url;
    session.hold(() => undefined);
  }

  stop(): Promise<void> {
    return this.session.close();
  }
}

export class OwnedPostgres implements EmbeddedPostgres {
  readonly owned = true;
  readonly url: string;
  private stopped: Promise<void> | undefined;
  private recovery = Promise.resolve();

  constructor(
    private readonly making: Making,
    private readonly place: Place,
    private server: Server,
    private session: Session,
  ) {
    this.url = session.url;
    this.holdOn();
  }

  stop(): Promise<void> {
    this.stopped ??= this.end();
    return this.stopped;
  }

  private async end(): Promise<void> {
    await this.recovery;
    if (!this.session.isLost) await this.session.waitForJoined(JOINED_PATIENCE_MS);
    await this.server.stop();
  }

  private holdOn(): void {
    this.session.hold(() => {
      if (this.stopped === undefined) this.recovery = this.recover().catch(this.giveUp);
    });
  }

  /**
   * After one of its processes crashes, PostgreSQL closes all connections but goes on; a killed server must
   * be started again.
   */
  private async recover(): Promise<void> {
    this.making.log('The connection to PostgreSQL was lost; bringing it back.');
    for (let waited = 0; waited < RECOVERY_LIMIT_MS; waited += RETRY_MS) {
      await pause(RETRY_MS);
      if (this.stopped !== undefined) return;
      if (this.server.exited) this.server = await Server.spawn(this.making, this.place);
      if (await this.ownAgain()) return;
    }
    throw new Error(`it did not answer for ${RECOVERY_LIMIT_MS / 1000} s`);
  }

  /** No caller waits for the recovery. If it fails, queries fail and the health page reports it. */
  private readonly giveUp = (reason: unknown): void => {
    this.making.log(`PostgreSQL did not come back: ${String(reason)}. Its log is ${this.making.area.log}.`);
  };

  private async ownAgain(): Promise<boolean> {
    const session = await tryToOpen(this.making.area, this.place.port);
    if (session instanceof Error) return false;
    if (!(await session.tryToOwn())) {
      await session.close();
      return false;
    }
    await session.announce();
    this.session = session;
    this.holdOn();
    this.making.log('PostgreSQL is back.');
    return true;
  }
}
