import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule, type Installation } from '../app.module.js';
import { DemoCompany, LOGINS } from '../demo/index.js';
import type { Config } from '../platform/config/index.js';
import { Held } from '../platform/held/index.js';
import { configureHttp, JsonLogger } from '../platform/http/index.js';
import { Assets, DemonstrationLogins, describeApi } from '../web/index.js';
import { settleDemonstration } from './demonstration.js';
import { heldSentence } from './held.js';
import { listen } from './listen.js';
import { onlyForMachines } from './only-for-machines.js';
import { say } from './say.js';
import type { Stopping } from './stopping.js';

const APPLICATION_LIMIT_MS = 9_000;

/** `isStart` tells that nobody of this program serves yet. Returns nothing if the program stops meanwhile. */
export async function serve(
  { config, databaseUrl, isStart }: Installation & { isStart: boolean },
  stopping: Stopping,
): Promise<NestExpressApplication | undefined> {
  const app = await application(config, databaseUrl);
  stopping.add(APPLICATION_LIMIT_MS, () => app.close());
  if (stopping.begun) {
    await app.close();
    return undefined;
  }
  if (isStart) await settle(app, config);
  await listen(app, config);
  if (config.demo && config.servesPages) await openShop(app, config);
  return app;
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

async function settle(app: NestExpressApplication, config: Config): Promise<void> {
  (await settleDemonstration(app, config.demo)).forEach(say);
  const held = await app.get(Held).current();
  if (held) say(heldSentence(held, config.timeZone));
}

async function openShop(app: NestExpressApplication, { leads }: Config): Promise<void> {
  if (leads) await playShop(app);
  app.get(DemonstrationLogins).offer(LOGINS);
}

async function playShop(app: NestExpressApplication): Promise<void> {
  const company = app.get(DemoCompany);
  if (await company.isUntold()) say('Playing a week of the demonstration shop, some seconds more.');
  const address = await app.getUrl();
  await app.get(JsonLogger).quietly(() => company.install(address));
}
