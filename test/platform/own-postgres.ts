import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GroupRobotsModule } from '../../src/channels/robots/index.js';
import { migrate } from '../../src/platform/database/index.js';
import { type EmbeddedPostgres, startEmbedded } from '../../src/platform/database/embedded/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { WebModule } from '../../src/web/index.js';
import { openServer, type TestServer } from '../support/server.js';

/** Pages and API on a PostgreSQL that no other test uses, so that it may be stopped. */
export class OwnPostgres {
  private constructor(
    readonly dataDir: string,
    private postgres: EmbeddedPostgres,
    readonly server: TestServer,
  ) {}

  static async open(): Promise<OwnPostgres> {
    const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-own-'));
    chmodSync(dataDir, 0o755);
    const postgres = await startEmbedded({ dataDir, fsync: false });
    await migrate(postgres.url);
    const server = await openServer({
      databaseUrl: postgres.url,
      imports: [LiveModule, JobsModule, WebModule, GroupRobotsModule],
      environment: { ROLE: 'web', LOG_LEVEL: 'silent' },
    });
    return new OwnPostgres(dataDir, postgres, server);
  }

  stop(): Promise<void> {
    return this.postgres.stop();
  }

  async startAgain(): Promise<void> {
    this.postgres = await startEmbedded({ dataDir: this.dataDir, fsync: false });
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.postgres.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
