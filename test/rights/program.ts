import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppModule } from '../../src/app.module.js';
import { configureHttp, JsonLogger } from '../../src/platform/http/index.js';
import { Assets, describeApi } from '../../src/web/index.js';
import { testConfig } from '../support/app.js';
import { cloneDatabase } from '../support/database.js';
import type { TestServer } from '../support/server.js';

export interface Program extends TestServer {
  app: NestExpressApplication;
}

/** Starts everything that an installation serves, with the phones of the demonstration and without its company. */
export async function openProgram(): Promise<Program> {
  const database = await cloneDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-data-'));
  const config = testConfig(database.url, dataDir, { ROLE: 'web' });
  const program = await AppModule.with({ config, databaseUrl: database.url });
  const app = await NestFactory.create<NestExpressApplication>(program, {
    bodyParser: false,
    abortOnError: false,
    logger: false,
  });
  configureHttp(app, app.get(Assets));
  describeApi(app);
  app.useLogger(app.get(JsonLogger));
  await app.listen(0, '127.0.0.1');
  // A busy machine would otherwise close a connection at the moment in which it is used again.
  app.getHttpServer().keepAliveTimeout = 60_000;
  return {
    app,
    url: await app.getUrl(),
    databaseUrl: database.url,
    get: (token) => app.get(token, { strict: false }),
    close: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
