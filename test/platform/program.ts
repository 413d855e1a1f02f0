import type { INestApplication, INestApplicationContext, LoggerService, Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule, readConfig, type Role } from '../../src/platform/config/index.js';
import { DatabaseModule } from '../../src/platform/database/index.js';
import { JobOptions, JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule, LiveOptions } from '../../src/platform/live/index.js';

/** The tests break things on purpose, and the log of that would only frighten. */
const SILENT: LoggerService = { log: () => {}, error: () => {}, warn: () => {} };

export interface ProgramSettings {
  url: string;
  role?: Role;
  providers?: Type[];
  controllers?: Type[];
  jobs?: Partial<JobOptions>;
  live?: Partial<LiveOptions>;
}

/** Starts jobs, sweeps and live hints as one process runs them, with a pool and a listener of its own. */
export async function startProgram(settings: ProgramSettings): Promise<INestApplicationContext> {
  return (await compile(settings)).init();
}

/** Does the same, and serves the controllers on a free port of this machine. */
export async function startServer(settings: ProgramSettings): Promise<INestApplication> {
  const server = (await compile(settings)).createNestApplication({ logger: false });
  await server.listen(0, '127.0.0.1');
  return server;
}

async function compile(settings: ProgramSettings): Promise<TestingModule> {
  const { url, role = 'all', providers = [], controllers = [], jobs, live } = settings;
  const config = readConfig({
    DATABASE_URL: url,
    SECRET_KEY: Buffer.alloc(32).toString('base64'),
    ROLE: role,
  });
  return Test.createTestingModule({
    imports: [ConfigModule.with(config), DatabaseModule.at(url), LiveModule, JobsModule],
    providers,
    controllers,
  })
    .overrideProvider(JobOptions)
    .useValue(Object.assign(new JobOptions(), { pollMs: 100, restartMs: 50 }, jobs))
    .overrideProvider(LiveOptions)
    .useValue(Object.assign(new LiveOptions(), { reconnectMs: 20 }, live))
    .setLogger(SILENT)
    .compile();
}

/** Waits for something that another process brings about. */
export async function until<T>(
  what: () => Promise<T | undefined | false> | T | undefined | false,
  ms = 10_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await what();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`It did not happen within ${ms} ms: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
