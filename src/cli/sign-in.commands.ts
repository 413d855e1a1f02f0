import { type Command, Option } from 'commander';
import { SYSTEM } from '../platform/events/index.js';
import { PasswordAccess, Providers } from '../staff/index.js';
import { withServices } from './installation.js';
import { print, table } from './output.js';

export function addSignInCommands(program: Command): void {
  program
    .command('providers')
    .description('List the providers through which members may sign in')
    .option('--json', 'for machines')
    .action((options: { json?: boolean }) => listProviders(options));
  program
    .command('passwords')
    .description('Say whether members may sign in with a password; administrators always may')
    .addOption(
      new Option('--members <rule>', 'whether members may').choices(['allowed', 'off']).makeOptionMandatory(),
    )
    .option('--json', 'for machines')
    .action((options: { members: 'allowed' | 'off'; json?: boolean }) => rulePasswords(options));
}

async function listProviders(options: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const providers = await services.get(Providers).list();
    const facts = providers.map(({ key, kind, name, enabled, workedAt }) => {
      return { key, kind, name, enabled, workedAt };
    });
    const rows = facts.map(({ key, kind, name, enabled, workedAt }) => {
      const worked = workedAt?.toISOString() ?? 'never used';
      return [key, kind, name.en ?? '', enabled ? 'on' : 'off', worked];
    });
    print(options, facts, rows.length > 0 ? table(rows) : ['Everybody signs in with a password.']);
  });
}

async function rulePasswords({
  members,
  ...options
}: {
  members: 'allowed' | 'off';
  json?: boolean;
}): Promise<void> {
  await withServices(async (services) => {
    const rule = services.get(PasswordAccess);
    await (members === 'allowed' ? rule.turnOn(SYSTEM) : rule.turnOff(SYSTEM));
    const said = members === 'allowed' ? 'Everybody' : 'Only administrators';
    print(options, { members }, [`${said} may sign in with a password.`]);
  });
}
