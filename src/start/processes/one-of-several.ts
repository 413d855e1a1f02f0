import { setTimeout as sleep } from 'node:timers/promises';
import { Metrics } from '../../platform/http/index.js';
import { banner } from '../banner.js';
import { configured } from '../configured.js';
import { failsBy } from '../failing.js';
import { serve } from '../serving.js';
import { Stopping } from '../stopping.js';
import { FirstProcess } from './first-process.js';

/** The first process counts how long it waits for the others, which is less. */
const COUNT_PATIENCE_MS = 5_000;

await run();

async function run(): Promise<void> {
  const stopping = new Stopping();
  const first = new FirstProcess();
  first.onGone(() => stopping.exit(0));
  // A terminal tells every process, and the first one stops the others itself.
  stopping.onSignals(['SIGTERM'], ['SIGINT', 'SIGHUP']);
  await failsBy(stopping, () => start(first, stopping));
}

async function start(first: FirstProcess, stopping: Stopping): Promise<void> {
  const ordered = first.ordered('serve');
  first.report({ say: 'here' });
  const { databaseUrl, leads, isStart } = await ordered;
  const config = configured();
  config.leads = leads;
  const app = await serve({ config, databaseUrl, isStart: isStart && leads }, stopping);
  if (!app) return;
  count(first, app.get(Metrics));
  first.report({ say: 'ready', banner: leads ? await banner(app, config) : '' });
}

/** Whoever asks this process for the numbers gets those of all. */
function count(first: FirstProcess, metrics: Metrics): void {
  first.onOrder('count', () => {
    void metrics.numbers().then((numbers) => first.report({ say: 'counted', numbers }));
  });
  metrics.askInstead(async () => {
    const counted = first.ordered('all-counted');
    first.report({ say: 'count-all' });
    const answer = await Promise.race([counted, sleep(COUNT_PATIENCE_MS)]);
    return answer?.text;
  });
}
