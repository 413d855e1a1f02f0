import type { Command } from 'commander';
import { migrate } from '../platform/database/index.js';
import { doctor } from './doctor.js';
import { grow, type GrowOptions } from './grow.js';
import { withDatabase } from './installation.js';
import { rotateKeys } from './keys.js';
import { print } from './output.js';
import { rebuildReports } from './rebuild-reports.js';
import { recomputePromises } from './recompute.js';

export function addOperationCommands(program: Command): void {
  program
    .command('migrate')
    .description('Bring the database up to date')
    .option('--json', 'for machines')
    .action((options: { json?: boolean }) => migrateNow(options));
  program
    .command('doctor')
    .description('Say how the installation is: what is late, what has failed')
    .option('--json', 'for machines')
    .action((options: { json?: boolean }) => doctor(options));
  program
    .command('sla:recompute')
    .description('Recompute every promise from its history and say where what is stored differs')
    .option('--json', 'for machines')
    .action((options: { json?: boolean }) => recomputePromises(options));
  program
    .command('reports:rebuild')
    .description('Count the reports anew from the tickets')
    .option('--json', 'for machines')
    .action((options: { json?: boolean }) => rebuildReports(options));
  addGrowing(program);
  program
    .command('keys:rotate')
    .description('Encrypt everything anew with the first key of SECRET_KEY')
    .addHelpText(
      'after',
      '\nTo change keys: SECRET_KEY=NEW,OLD; restart the program; run this; then SECRET_KEY=NEW and restart again.',
    )
    .option('--json', 'for machines')
    .action((options: { json?: boolean }) => rotateKeys(options));
}

function addGrowing(program: Command): void {
  program
    .command('demo:grow')
    .description('Fill a demonstration with a year of invented tickets, up to now')
    .requiredOption('--tickets <number>', 'how many')
    .requiredOption(
      '--messages <number>',
      'how many at most; tickets that are still open have not got all of theirs',
    )
    .option('--seed <number>', 'the same seed makes the same tickets', '1')
    .option('--json', 'for machines')
    .action((options: GrowOptions) => grow(options));
}

async function migrateNow(options: { json?: boolean }): Promise<void> {
  await withDatabase(async (_config, url) => {
    const applied = await migrate(url);
    print(options, { applied }, applied.length > 0 ? applied : ['The database is up to date.']);
  });
}
