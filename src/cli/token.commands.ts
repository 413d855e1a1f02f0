import { type Command, InvalidArgumentError } from 'commander';
import { SYSTEM } from '../platform/events/index.js';
import { NotFound } from '../platform/http/index.js';
import { ApiTokens, Roster, type Scope, SCOPES } from '../staff/index.js';
import { withServices } from './installation.js';
import { print, table } from './output.js';

interface NewToken {
  email: string;
  name: string;
  scope: Scope[];
  expires?: number;
  perMinute?: number;
  json?: boolean;
}

interface TokensOf {
  email: string;
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
    .description(
      'Make an API token of a member; it is shown once and may do what the member may, within its scopes',
    )
    .requiredOption('--email <address>', 'of the member')
    .option('--name <name>', 'what the token is for', 'command line')
    .option('--scope <scope>', `may be repeated: ${SCOPES.join(', ')}; all where it is left out`, scopes, [])
    .option('--expires <days>', 'days until it ends, such as 90; never where it is left out', days)
    .option('--per-minute <count>', 'requests that it has in a minute; 600 where it is left out', Number)
    .option('--json', 'for machines')
    .action((options: NewToken) => createToken(options));
  program
    .command('token:list')
    .description('List the API tokens of a member that were not revoked')
    .requiredOption('--email <address>', 'of the member')
    .option('--json', 'for machines')
    .action((options: TokensOf) => listTokens(options));
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
    const { email, name, scope, expires, perMinute } = options;
    const member = await services.get(Roster).byEmail(email);
    const bounds = { scopes: scope.length > 0 ? scope : SCOPES, days: expires ?? null, perMinute };
    const made = await services.get(ApiTokens).create(member.id, name, SYSTEM, bounds);
    print(options, made, [made.token]);
  });
}

async function listTokens(options: TokensOf): Promise<void> {
  await withServices(async (services) => {
    const { id: memberId } = await services.get(Roster).byEmail(options.email);
    const tokens = await services.get(ApiTokens).list(memberId);
    const rows = tokens.map(({ id, name, scopes, expiresAt, lastUsedAt }) => [
      id,
      name,
      scopes.join(','),
      expiresAt ? `until ${expiresAt.toISOString()}` : 'without end',
      lastUsedAt ? `used ${lastUsedAt.toISOString()}` : 'never used',
    ]);
    print(options, { tokens }, table(rows));
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

/** `read,work` and `--scope read --scope work` are the same. */
function scopes(value: string, before: Scope[]): Scope[] {
  const named = SCOPES.filter((scope) => value.split(',').includes(scope));
  if (named.length !== new Set(value.split(',')).size) {
    throw new InvalidArgumentError(`Allowed choices are ${SCOPES.join(', ')}.`);
  }
  return [...before, ...named];
}

/** `90` and `90d` are the same. */
function days(value: string): number {
  if (!/^[1-9]\d{0,3}d?$/.test(value))
    throw new InvalidArgumentError('It must be a number of days such as 90.');
  return parseInt(value, 10);
}
