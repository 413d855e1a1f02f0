import type { Command } from 'commander';
import { newToken } from '../platform/crypto/index.js';
import { SYSTEM } from '../platform/events/index.js';
import { NotFound } from '../platform/http/index.js';
import { ApiTokens, Departments, Members, roleOf, ROLES, Roster } from '../staff/index.js';
import { withServices } from './installation.js';
import { print, table } from './output.js';

interface NewUser {
  email: string;
  name: string;
  role: string;
  department: string[];
  password?: string;
  json?: boolean;
}

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

export function addStaffCommands(program: Command): void {
  program
    .command('user:create')
    .description('Add a member of the staff')
    .requiredOption('--email <address>', 'to sign in with')
    .requiredOption('--name <name>', 'as colleagues know the person')
    .requiredOption('--role <role>', ROLES.join(', '))
    .option('--department <key>', 'may be repeated', repeated, [])
    .option('--password <password>', 'made up and printed once where it is left out')
    .option('--json', 'for machines')
    .action((options: NewUser) => createUser(options));
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
  program
    .command('departments')
    .description('List the departments')
    .option('--json', 'for machines')
    .action((options: { json?: boolean }) => listDepartments(options));
}

async function createUser(options: NewUser): Promise<void> {
  await withServices(async (services) => {
    const { email, name } = options;
    const role = roleOf(options.role);
    const departmentIds = await services.get(Departments).idsOf(options.department);
    const password = options.password ?? newToken().slice(0, 16);
    const member = await services.get(Members).create({ email, name, role, departmentIds, password }, SYSTEM);
    const made = options.password === undefined ? { password } : {};
    const { id, email: address, departmentKeys } = member;
    print(options, { id, email: address, name: member.name, role, departments: departmentKeys, ...made }, [
      `${member.name} <${address}> may sign in (${role}).`,
      ...(options.password === undefined ? [`Password, shown this once: ${password}`] : []),
    ]);
  });
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
    if (wanted.length === 0) throw new NotFound('token_not_found', `${member.email} has no such token`);
    for (const token of wanted) await tokens.revoke(member.id, token.id, SYSTEM);
    print(options, { revoked: wanted.map((token) => token.id) }, [`Revoked: ${wanted.length}`]);
  });
}

async function listDepartments(options: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const departments = await services.get(Departments).list();
    print(
      options,
      departments.map(({ key, name }) => ({ key, name })),
      table(departments.map(({ key, name }) => [key, Object.values(name).join(' / ')])),
    );
  });
}

function repeated(value: string, before: string[]): string[] {
  return [...before, value];
}
