import { parseArgs } from 'node:util';
import { api } from './api/api.js';
import type { Bench } from './bench.js';
import { deliver } from './deliver/deliver.js';
import { growth } from './growth/growth.js';
import { ingest } from './ingest/ingest.js';
import { lanes } from './lanes/lanes.js';
import { pages } from './pages/pages.js';
import { Grounds } from './support/grounds.js';
import { timers } from './timers/timers.js';
import { businessTime } from './business-time/business-time.js';

const BENCHES: Record<string, Bench> = {
  api,
  deliver,
  growth,
  ingest,
  lanes,
  pages,
  timers,
  'business-time': businessTime,
};

const names = parseArgs({ allowPositionals: true, options: { million: { type: 'boolean' } } }).positionals;
const unknown = names.filter((name) => !(name in BENCHES));

if (unknown.length > 0) {
  const known = Object.entries(BENCHES).map(([name, { about }]) => `  ${name.padEnd(14)} ${about}\n`);
  process.stderr.write(`There is no bench ${unknown.join(', ')}. There are:\n${known.join('')}`);
  process.exitCode = 1;
} else {
  await runAll(names.length > 0 ? names : Object.keys(BENCHES));
}

async function runAll(chosen: string[]): Promise<void> {
  const grounds = await Grounds.open();
  try {
    for (const name of chosen) await grounds.stage(name, (stage) => BENCHES[name]!.run(stage));
  } finally {
    await grounds.close();
  }
}
