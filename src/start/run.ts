import cluster from 'node:cluster';
import type { Config } from '../platform/config/index.js';
import { migrate } from '../platform/database/index.js';
import { configured } from './configured.js';
import { openDatabase } from './database.js';
import { failsBy } from './failing.js';
import { Processes } from './processes/processes.js';
import { say } from './say.js';
import { Stopping } from './stopping.js';

const DATABASE_LIMIT_MS = 9_000;
const PROCESSES_LIMIT_MS = 10_000;

export async function run(): Promise<void> {
  const stopping = new Stopping();
  stopping.onSignals(['SIGINT', 'SIGTERM', 'SIGHUP']);
  await failsBy(stopping, () => start(configured(), stopping));
}

async function start(config: Config, stopping: Stopping): Promise<void> {
  // A process that somebody else's cluster forked cannot fork one.
  const processes = cluster.isPrimary ? config.webProcesses : 1;
  const opening = openDatabase(config, { log: say, processes });
  stopping.add(DATABASE_LIMIT_MS, () => opening.then((database) => database.release(), ignoreFailedStart));
  const serving = processes === 1 ? one(config) : several(processes, stopping);
  const { url } = await opening;
  await migrate(url);
  if (stopping.begun) return;
  const banner = await (await serving)(url, stopping);
  if (!stopping.begun) say(banner);
}

type Serving = (databaseUrl: string, stopping: Stopping) => Promise<string>;

/** What serves is loaded while the database opens, and only by a process that serves. */
async function one(config: Config): Promise<Serving> {
  const [{ serve }, { banner }] = await Promise.all([import('./serving.js'), import('./banner.js')]);
  return async (databaseUrl, stopping) => {
    const app = await serve({ config, databaseUrl, isStart: true }, stopping);
    return app ? banner(app, config) : '';
  };
}

async function several(count: number, stopping: Stopping): Promise<Serving> {
  const processes = new Processes(count);
  stopping.add(PROCESSES_LIMIT_MS, () => processes.stop());
  return (databaseUrl) => processes.start(databaseUrl);
}

/** The start itself has already reported the failure. */
function ignoreFailedStart(): void {}
