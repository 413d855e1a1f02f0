import type { Command } from 'commander';
import { SYSTEM } from '../platform/events/index.js';
import { NotFound } from '../platform/http/index.js';
import { ApiTokens, Roster } from '../staff/index.js';
import { withServices } from './installation.js';
import { print } from './output.js';

interface NewToken {
  email: string;
  name: string;
  json?: boolean;
}

interface TokenToRevoke {
  email: string;
  id?: string;
  name?: string;
  json?: boolean;
}

export function addTokenCommands(program: Command): void {
  program
    .command('token:create')
    .description('Make an API token of a member; it is shown once and may do what the member may')
    .requiredOption('--email <address>', 'of the member')
    .option('--name <name>', 'what the token is for', 'command line')
    .option('--json', 'for machines')
    .action((options: NewToken) => createToken(options));
  program
    .command('token:revoke')
    .description('Revoke API tokens of a member: one by id, all of a name, or all')
    .requiredOption('--email <address>', 'of the member')
    .option('--id <id>', 'of the token')
    .option('--name <name>', 'of the tokens')
    .option('--json', 'for machines')
    .action((options: TokenToRevoke) => revokeTokens(options));
}

async function createToken(options: NewToken): Promise<void> {
  await withServices(async (services) => {
    const member = await services.get(Roster).byEmail(options.email);
    const { id, token } = await services.get(ApiTokens).create(member.id, options.name, SYSTEM);
    print(options, { id, token }, [token]);
  });
}

async function revokeTokens(options: TokenToRevoke): Promise<void> {
  await withServices(async (services) => {
    const tokens = services.get(ApiTokens);
    const member = await services.get(Roster).byEmail(options.email);
    const { id, name } = options;
    const wanted = (await tokens.list(member.id)).filter(
      (token) => (id === undefined || token.id === id) && (name === undefined || token.name === name),
    );
    if (wanted.length === 0) throw new NotFound('token_not_found', { named: member.email });
    for (const token of wanted) await tokens.revoke(member.id, token.id, SYSTEM);
    print(options, { revoked: wanted.map((token) => token.id) }, [`Revoked: ${wanted.length}`]);
  });
}
