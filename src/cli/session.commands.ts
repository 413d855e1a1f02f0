import type { Command } from 'commander';
import { SYSTEM } from '../platform/events/index.js';
import { Roster, Sessions } from '../staff/index.js';
import { withServices } from './installation.js';
import { print } from './output.js';

interface Ended {
  email: string;
  json?: boolean;
}

export function addSessionCommands(program: Command): void {
  program
    .command('session:end')
    .description('Sign a member out everywhere, at once; API tokens stay good')
    .requiredOption('--email <address>', 'of the member')
    .option('--json', 'for machines')
    .action((options: Ended) => endSessions(options));
}

async function endSessions(options: Ended): Promise<void> {
  await withServices(async (services) => {
    const { id, email } = await services.get(Roster).byEmail(options.email);
    const { length: ended } = await services.get(Sessions).list(id);
    await services.get(Sessions).endAll(id, SYSTEM);
    print(options, { id, email, ended }, [`Signed out: ${ended}`]);
  });
}
