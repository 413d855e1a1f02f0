import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditModule } from '../../src/platform/audit/index.js';
import { ClockModule } from '../../src/platform/clock/index.js';
import { ConfigModule } from '../../src/platform/config/index.js';
import { CryptoModule } from '../../src/platform/crypto/index.js';
import { DatabaseModule } from '../../src/platform/database/index.js';
import { EventsModule } from '../../src/platform/events/index.js';
import { HeldModule } from '../../src/platform/held/index.js';
import { configureHttp, HttpModule, JsonLogger } from '../../src/platform/http/index.js';
import { testConfig } from './app.js';
import { cloneDatabase, type TestDatabase } from './database.js';

export interface TestServer {
  url: string;
  databaseUrl: string;
  get<T>(token: Type<T>): T;
  close(): Promise<void>;
}

export interface ServerOptions {
  imports?: Type[];
  controllers?: Type[];
  environment?: Record<string, string>;
  /** The server joins this database as a second process instead of cloning one. */
  databaseUrl?: string;
  /** The server takes over this database, and drops it when it closes. */
  database?: TestDatabase;
  /** This is called where the program prepares its HTTP frame before its start. */
  prepare?: (app: NestExpressApplication) => void;
}

/**
 * Opens the platform with HTTP and the given modules and controllers on a loopback address, on a database of its
 * own. A test with people uses `Workbench` for pages or `ApiDesk` for the API instead.
 */
export async function openServer(options: ServerOptions = {}): Promise<TestServer> {
  const own = options.databaseUrl ? undefined : (options.database ?? (await cloneDatabase()));
  const databaseUrl = options.databaseUrl ?? own!.url;
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-data-'));
  const module = await Test.createTestingModule({
    controllers: options.controllers ?? [],
    imports: [
      ConfigModule.with(testConfig(databaseUrl, dataDir, options.environment)),
      DatabaseModule.at(databaseUrl),
      ClockModule,
      CryptoModule,
      EventsModule,
      AuditModule,
      HeldModule,
      HttpModule,
      ...(options.imports ?? []),
    ],
  }).compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  app.useLogger(app.get(JsonLogger));
  configureHttp(app);
  options.prepare?.(app);
  await app.listen(0, '127.0.0.1');
  return {
    url: await app.getUrl(),
    databaseUrl,
    get: (token) => app.get(token, { strict: false }),
    close: async () => {
      await app.close();
      await own?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
