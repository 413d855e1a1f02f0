import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from '../app.module.js';
import { DemoCompany, LOGINS } from '../demo/index.js';
import { type Config, readConfig } from '../platform/config/index.js';
import { migrate } from '../platform/database/index.js';
import { Held } from '../platform/held/index.js';
import { configureHttp, JsonLogger } from '../platform/http/index.js';
import { Assets, DemonstrationLogins, describeApi } from '../web/index.js';
import { banner } from './banner.js';
import { openDatabase } from './database.js';
import { settleDemonstration } from './demonstration.js';
import { heldSentence } from './held.js';
import { listen } from './listen.js';
import { onlyForMachines } from './only-for-machines.js';
import { plainly, StartError } from './start-error.js';
import { Stopping } from './stopping.js';

const DATABASE_LIMIT_MS = 9_000;
const APPLICATION_LIMIT_MS = 9_000;

export async function run(): Promise<void> {
  const stopping = new Stopping();
  stopping.onSignals();
  process.on('uncaughtException', (error) => fail(stopping, error));
  try {
    await start(configured(), stopping);
  } catch (error) {
    fail(stopping, error);
  }
}

async function start(config: Config, stopping: Stopping): Promise<void> {
  const opening = openDatabase(config, { log: say });
  stopping.add(DATABASE_LIMIT_MS, () => opening.then((database) => database.release(), ignoreFailedStart));
  const { url } = await opening;
  await migrate(url);
  if (stopping.begun) return;
  const app = await application(config, url);
  stopping.add(APPLICATION_LIMIT_MS, () => app.close());
  if (stopping.begun) return app.close();
  (await settleDemonstration(app, config.demo)).forEach(say);
  const held = await app.get(Held).current();
  if (held) say(heldSentence(held, config.timeZone));
  await listen(app, config);
  if (config.demo && config.servesPages) await openShop(app);
  if (!stopping.begun) say(await banner(app, config));
}

async function application(config: Config, databaseUrl: string): Promise<NestExpressApplication> {
  const program = await AppModule.with({ config, databaseUrl });
  const app = await NestFactory.create<NestExpressApplication>(program, {
    bodyParser: false,
    abortOnError: false,
    // During the start only problems are logged, because Nest would list every route.
    logger: new ConsoleLogger({ json: true, logLevels: ['fatal', 'error', 'warn'] }),
  });
  if (config.servesPages) servePages(app);
  else configureHttp(app.use(onlyForMachines));
  await app.init();
  app.useLogger(app.get(JsonLogger));
  return app;
}

function servePages(app: NestExpressApplication): void {
  configureHttp(app, app.get(Assets));
  describeApi(app);
}

async function openShop(app: NestExpressApplication): Promise<void> {
  const company = app.get(DemoCompany);
  if (await company.isUntold()) say('Playing a week of the demonstration shop, some seconds more.');
  const address = await app.getUrl();
  await app.get(JsonLogger).quietly(() => company.install(address));
  app.get(DemonstrationLogins).offer(LOGINS);
}

function configured(): Config {
  try {
    return readConfig();
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/**
 * An unforeseen error may have left anything in a bad state, so everything is closed in order and a new start is clean.
 */
function fail(stopping: Stopping, error: unknown): void {
  if (stopping.begun) return;
  process.stderr.write(`${plainly(error)}\n`);
  stopping.exit(1);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The start itself has already reported the failure. */
function ignoreFailedStart(): void {}
