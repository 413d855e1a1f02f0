import { ConsoleLogger, type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { type Config, readConfig } from '../platform/config/index.js';
import { isInstalled, migrate, pendingMigrations } from '../platform/database/index.js';
import { openDatabase, opensNew } from '../start/database.js';
import { StartError } from '../start/start-error.js';

export interface Services {
  config: Config;
  get<T>(token: Type<T>): T;
}

/** Opens the database and updates its schema. The services run without jobs, schedules and pages. */
export async function withServices(work: (services: Services) => Promise<void>): Promise<void> {
  await withDatabase(async (config, databaseUrl) => {
    await refuseEmpty(databaseUrl);
    await migrate(databaseUrl);
    await withContext(config, databaseUrl, work);
  });
}

/** Does not update the schema. It refuses a database whose schema is not current. */
export async function withServicesUnchanged(work: (services: Services) => Promise<void>): Promise<void> {
  await withDatabase(async (config, databaseUrl) => {
    await refuseOutdated(databaseUrl);
    await withContext(config, databaseUrl, work);
  });
}

/** Refuses where nothing was ever stored, because a command that runs elsewhere than the program would work on nothing. */
export async function withDatabase(work: (config: Config, url: string) => Promise<void>): Promise<void> {
  const config = configured();
  if (opensNew(config)) throw new StartError(nothingIn(config));
  await withNewDatabase(work);
}

/** Makes the embedded database where there is none. */
export async function withNewDatabase(work: (config: Config, url: string) => Promise<void>): Promise<void> {
  const config = configured();
  const database = await openDatabase(config, { join: true });
  try {
    await work(config, database.url);
  } finally {
    await database.release();
  }
}

async function refuseOutdated(databaseUrl: string): Promise<void> {
  await refuseEmpty(databaseUrl);
  const [first] = await pendingMigrations(databaseUrl);
  if (first === undefined) return;
  throw new StartError(
    `The database is not up to date, for migrations/${first} has not been applied: ` +
      'start Huiyin, or run "npm run huiyin -- migrate".',
  );
}

async function refuseEmpty(databaseUrl: string): Promise<void> {
  if (await isInstalled(databaseUrl)) return;
  throw new StartError(
    'There is no installation in this database, and nothing was made: set DATABASE_URL as the program has it, or start Huiyin first.',
  );
}

function nothingIn({ dataDir }: Config): string {
  return `There is no installation in ${dataDir}, and nothing was made: set DATA_DIR as the program has it, or start Huiyin first.`;
}

async function withContext(
  config: Config,
  databaseUrl: string,
  work: (services: Services) => Promise<void>,
): Promise<void> {
  const context = await createContext(config, databaseUrl);
  try {
    await work({ config, get: (token) => context.get(token, { strict: false }) });
  } finally {
    await context.close();
  }
}

function createContext(config: Config, databaseUrl: string): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(AppModule.forCommands({ config, databaseUrl }), {
    abortOnError: false,
    // Logs go to standard error, because standard output is the command's answer.
    logger: new ConsoleLogger({ logLevels: ['fatal', 'error'] }),
  });
}

/** A command does its own work and ends. Jobs are left to the program. */
export function configured(): Config {
  try {
    return Object.assign(readConfig(), { role: 'web' as const });
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
