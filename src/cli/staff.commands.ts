import { type Command, Option } from 'commander';
import { newToken } from '../platform/crypto/index.js';
import { SYSTEM } from '../platform/events/index.js';
import {
  Departments,
  Members,
  Passwords,
  roleOf,
  ROLES,
  Roster,
  SecondFactorKeeping,
  SecondFactorRules,
} from '../staff/index.js';
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

interface NewPassword {
  email: string;
  password?: string;
  json?: boolean;
}

export function addStaffCommands(program: Command): void {
  program
    .command('user:create')
    .description('Add a member of the staff')
    .requiredOption('--email <address>', 'to sign in with')
    .requiredOption('--name <name>', 'as colleagues know the person')
    .addOption(new Option('--role <role>', 'what the member may do').choices(ROLES).makeOptionMandatory())
    .option('--department <key>', 'may be repeated', repeated, [])
    .option('--password <password>', 'made up and printed once where it is left out')
    .option('--json', 'for machines')
    .action((options: NewUser) => createUser(options));
  program
    .command('user:password')
    .description(
      'Give a member who forgot it a new password; whoever is signed in as the member is signed out',
    )
    .requiredOption('--email <address>', 'of the member')
    .option('--password <password>', 'made up and printed once where it is left out')
    .option('--json', 'for machines')
    .action((options: NewPassword) => replacePassword(options));
  program
    .command('user:reset-2fa')
    .description('Take the second factor away from a member who lost phone and recovery codes; log-ins end')
    .requiredOption('--email <address>', 'of the member')
    .option('--json', 'for machines')
    .action((options: { email: string; json?: boolean }) => resetSecondFactor(options));
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
    const { password, made, said } = passwordFor(options);
    const member = await services.get(Members).create({ email, name, role, departmentIds, password }, SYSTEM);
    const { id, email: address, departmentKeys } = member;
    print(options, { id, email: address, name: member.name, role, departments: departmentKeys, ...made }, [
      `${member.name} <${address}> may sign in (${role}).`,
      ...said,
    ]);
  });
}

async function replacePassword(options: NewPassword): Promise<void> {
  await withServices(async (services) => {
    const { password, made, said } = passwordFor(options);
    const { id, email } = await services.get(Roster).byEmail(options.email);
    await services.get(Passwords).reset(id, password, SYSTEM);
    print(options, { id, email, ...made }, [`${email} has a new password.`, ...said]);
  });
}

async function resetSecondFactor(options: { email: string; json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const member = await services.get(Roster).byEmail(options.email);
    await services.get(SecondFactorKeeping).reset(member.id, SYSTEM);
    const required = await services.get(SecondFactorRules).requires(member);
    const next = required ? 'the next sign-in asks to set one up' : 'the password alone lets in';
    print(options, { id: member.id, email: member.email, required }, [
      `${member.email} has no second factor any more: ${next}.`,
    ]);
  });
}

function passwordFor({ password }: { password?: string }) {
  if (password !== undefined) return { password, made: {}, said: [] };
  const made = { password: newToken().slice(0, 16) };
  return { ...made, made, said: [`Password, shown this once: ${made.password}`] };
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
