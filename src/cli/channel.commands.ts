import { type Command, Option } from 'commander';
import {
  ABILITIES,
  ACCOUNT_TYPES,
  type Ability,
  type AccountType,
  may,
  MODES,
  type NewWechatAccount,
  WechatAccounts,
} from '../channels/wechat-official/index.js';
import { Database } from '../platform/database/index.js';
import { NotFound } from '../platform/http/index.js';
import { explainReason } from '../platform/words/index.js';
import { terminal } from '../start/terminal.js';
import { type ConnectedAccount, connectedAccount, connectedAccounts } from './channels.queries.js';
import { withServices } from './installation.js';
import { print, table } from './output.js';

type Options = Omit<NewWechatAccount, 'verified'> & { unverified?: boolean; json?: boolean };

export function addChannelCommands(program: Command): void {
  const add = program.command('channel:add').description('Connect a channel account');
  add
    .command('wechat-official')
    .description('Connect a WeChat official account (公众号)')
    .requiredOption('--key <key>', 'names the account in addresses: a-z, 0-9, - and _')
    .requiredOption('--original-id <id>', 'gh_…')
    .requiredOption('--app-id <id>', 'wx…')
    .requiredOption('--app-secret <secret>', 'AppSecret')
    .requiredOption('--token <token>', 'as entered in the platform under server configuration')
    .requiredOption('--aes-key <key>', 'EncodingAESKey, 43 characters')
    .addOption(new Option('--mode <mode>', 'how pushes are encrypted').choices(MODES).makeOptionMandatory())
    .addOption(
      new Option('--type <type>', 'service is 服务号, subscription 订阅号')
        .choices(ACCOUNT_TYPES)
        .default('service'),
    )
    .option('--unverified', 'WeChat has not verified the account: it may do less')
    .option('--name <name>', 'as the staff sees it')
    .option('--department <key>', 'whose work its conversations are', 'support')
    .option('--api-url <address>', 'another API address for this account')
    .option('--json', 'for machines')
    .action((options: Options) => addWechatOfficial(options));
  program
    .command('channel:list')
    .description('List the connected accounts')
    .option('--json', 'for machines')
    .action((options: { json?: boolean }) => listChannels(options));
  program
    .command('channel:show <key>')
    .description('Show a connected account, without its secrets')
    .option('--json', 'for machines')
    .action((key: string, options: { json?: boolean }) => showChannel(key, options));
}

async function addWechatOfficial({ json, unverified, ...account }: Options): Promise<void> {
  await withServices(async (services) => {
    const id = await services.get(WechatAccounts).add({ ...account, verified: !unverified });
    const callbackUrl = `${services.config.publicUrl}/channels/wechat/${account.key}`;
    print({ json }, { id, key: account.key, callbackUrl }, [
      `Connected. Enter this address (URL) in the platform's server configuration: ${callbackUrl}`,
    ]);
  });
}

async function listChannels(options: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const accounts = await connectedAccounts(services.get(Database));
    const lines = accounts.map(({ key, kind, name, department, enabled, lastCallbackAt }) => [
      key,
      kind,
      name,
      department,
      enabled ? 'on' : 'off',
      lastCallbackAt ? `last callback ${lastCallbackAt.toISOString()}` : 'no callback yet',
    ]);
    print(options, accounts, accounts.length > 0 ? table(lines) : ['No account is connected yet.']);
  });
}

async function showChannel(key: string, options: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const account = await connectedAccount(services.get(Database), key);
    if (!account) throw new NotFound('account_not_found', { named: key });
    const callbackUrl = account.appId && `${services.config.publicUrl}/channels/wechat/${key}`;
    const shown = { ...account, callbackUrl, may: abilitiesOf(account) };
    const lines = Object.entries(shown).map(([name, value]) => [name, wordFor(name, value)]);
    print(options, shown, table(lines));
  });
}

function abilitiesOf({ type, verified, refused }: ConnectedAccount): Ability[] | null {
  if (type === null || verified === null) return null;
  return ABILITIES.filter((ability) => may({ type: type as AccountType, verified, refused }, ability));
}

type Shown = string | boolean | string[] | Date | Record<string, string> | null;

function wordFor(name: string, value: Shown): string {
  if (name === 'brokenReason' && typeof value === 'string') return explainReason(value, terminal());
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.join(', ');
  return value !== null && typeof value === 'object' ? wordsFor(value) : String(value ?? '-');
}

function wordsFor(reasons: Record<string, string>): string {
  const said = Object.entries(reasons).map(
    ([ability, reason]) => `${ability}: ${explainReason(reason, terminal())}`,
  );
  return said.join('; ') || '-';
}
