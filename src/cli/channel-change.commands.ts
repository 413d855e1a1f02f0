import { type Command, Option } from 'commander';
import {
  AccountChanges,
  AccountQuota,
  type AccountSettings,
  ACCOUNT_TYPES,
  CLEARED_PER_MONTH,
  MODES,
  WechatAccounts,
} from '../channels/wechat-official/index.js';
import { Database } from '../platform/database/index.js';
import { Conflict, NotFound } from '../platform/http/index.js';
import { StartError } from '../start/start-error.js';
import { type ConnectedAccount, connectedAccount } from './channels.queries.js';
import { type Services, withServices } from './installation.js';
import { print } from './output.js';

type Edit = Partial<Omit<AccountSettings, 'verified'>> & { verified?: string; json?: boolean };

const BY = { kind: 'system' } as const;

/** The key and the original id cannot be changed, because WeChat uses them in its calls. */
export function addChannelChangeCommands(program: Command): void {
  program
    .command('channel:edit <key>')
    .description('Change an official account; what is not given stays, and secrets are never shown')
    .option('--name <name>', 'as the staff sees it')
    .option('--department <key>', 'whose work its conversations are')
    .option('--app-id <id>', 'wx…')
    .option('--app-secret <secret>', 'AppSecret')
    .option('--token <token>', 'the old one goes on being accepted for a day')
    .option('--aes-key <key>', 'EncodingAESKey; the old one goes on being accepted for a day')
    .addOption(new Option('--mode <mode>', 'how pushes are encrypted').choices(MODES))
    .addOption(new Option('--type <type>', 'service is 服务号, subscription 订阅号').choices(ACCOUNT_TYPES))
    .addOption(
      new Option('--verified <yes|no>', 'whether WeChat has verified the account').choices(['yes', 'no']),
    )
    .option('--api-url <address>', 'another API address for this account; "" for the usual one')
    .option('--json', 'for machines')
    .action((key: string, options: Edit) => edit(key, options));
  for (const enabled of [true, false])
    program
      .command(enabled ? 'channel:enable <key>' : 'channel:disable <key>')
      .description(
        enabled ? 'Switch an official account on' : 'Switch it off: nothing comes in, nothing is sent',
      )
      .option('--json', 'for machines')
      .action((key: string, options: { json?: boolean }) => enable(key, enabled, options));
  program
    .command('channel:clear-quota <key>')
    .description(`Have WeChat count the day's calls anew, ${CLEARED_PER_MONTH} times a month at most`)
    .option('--json', 'for machines')
    .action((key: string, options: { json?: boolean }) => clearQuota(key, options));
}

async function edit(key: string, { json, ...given }: Edit): Promise<void> {
  if (Object.keys(given).length === 0)
    throw new StartError('Nothing to change: --help lists what may be changed');
  await withServices(async (services) => {
    const account = await official(services, key);
    await services.get(AccountChanges).change(account.id, settingsOf(account, given), BY);
    print({ json }, { key, changed: Object.keys(given) }, [`Changed. Test it: channel:test ${key}`]);
  });
}

async function enable(key: string, enabled: boolean, options: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const { id } = await official(services, key);
    await services.get(AccountChanges).enable(id, enabled, BY);
    print(options, { key, enabled }, [enabled ? 'Switched on.' : 'Switched off: what is owed waits.']);
  });
}

async function clearQuota(key: string, options: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const account = await services.get(WechatAccounts).byId((await official(services, key)).id);
    const problem = await services.get(AccountQuota).clear(account!, BY);
    if (problem !== null) throw new Conflict('not_cleared', { reason: problem });
    print(options, { key, cleared: true }, ['Cleared: what was waiting goes out.']);
  });
}

function settingsOf(
  account: ConnectedAccount,
  { verified, apiUrl, ...given }: Omit<Edit, 'json'>,
): AccountSettings {
  const { name, department, appId, mode, type } = account;
  const address = apiUrl ?? account.apiUrl ?? '';
  return {
    name,
    department,
    appId: appId!,
    mode: mode!,
    type: type!,
    ...given,
    verified: verified === undefined ? account.verified! : verified === 'yes',
    ...(address && { apiUrl: address }),
  };
}

async function official(services: Services, key: string): Promise<ConnectedAccount> {
  const account = await connectedAccount(services.get(Database), key);
  if (!account?.appId) throw new NotFound('account_not_found', { named: key });
  return account;
}
