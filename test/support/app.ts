import type { INestApplicationContext, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditModule } from '../../src/platform/audit/index.js';
import { ClockModule } from '../../src/platform/clock/index.js';
import { ConfigModule, readConfig } from '../../src/platform/config/index.js';
import { CryptoModule } from '../../src/platform/crypto/index.js';
import { DatabaseModule } from '../../src/platform/database/index.js';
import { EventsModule } from '../../src/platform/events/index.js';
import { cloneDatabase, type TestDatabase } from './database.js';
import { HeldModule } from '../../src/platform/held/index.js';
import { TEST_KEY } from './key.js';

export interface TestPlatform {
  app: INestApplicationContext;
  get<T>(token: Type<T>): T;
  url: string;
  close(): Promise<void>;
}

/**
 * Opens the platform and the given modules on a database of their own, without a server. A test that needs people
 * uses `Shop`, and one that needs pages or the API uses `Workbench` or `ApiDesk`.
 */
export async function openPlatform(
  imports: Type[] = [],
  environment: Record<string, string> = {},
  given?: TestDatabase,
): Promise<TestPlatform> {
  const database = given ?? (await cloneDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-data-'));
  const config = testConfig(database.url, dataDir, environment);
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.with(config),
      DatabaseModule.at(database.url),
      ClockModule,
      CryptoModule,
      EventsModule,
      AuditModule,
      HeldModule,
      ...imports,
    ],
  }).compile();
  const app = await module.init();
  return {
    app,
    url: database.url,
    get: (token) => app.get(token, { strict: false }),
    close: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export { TEST_KEY };

export function testConfig(url: string, dataDir: string, environment: Record<string, string> = {}) {
  return readConfig({
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    SECRET_KEY: TEST_KEY,
    DEMO: 'on',
    LOG_LEVEL: 'error',
    ...environment,
  });
}
