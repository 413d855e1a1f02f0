import type { Command } from 'commander';
import {
  AccountTest,
  explainReason,
  type NewWechatAccount,
  type TestResult,
  WechatAccounts,
} from '../channels/wechat-official/index.js';
import { Database } from '../platform/database/index.js';
import { NotFound } from '../platform/http/index.js';
import { connectedAccounts } from './channels.queries.js';
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
    .requiredOption('--mode <mode>', 'safe, compatible or plain')
    .option('--type <type>', 'service (服务号) or subscription (订阅号)', 'service')
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
    .command('channel:test <key>')
    .description('Ask WeChat whether the credentials of an official account work; if so, sending goes on')
    .option('--json', 'for machines')
    .action((key: string, options: { json?: boolean }) => testChannel(key, options));
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

/** Ends with 1 where the account does not work. */
async function testChannel(key: string, options: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const account = await services.get(WechatAccounts).byKey(key);
    if (!account)
      throw new NotFound('account_not_found', `There is no official account with the key ${key}.`);
    const result = await services.get(AccountTest).run(account, { kind: 'system' });
    print(options, { key, ...result }, reportOf(result));
    if (!result.ok) process.exitCode = 1;
  });
}

function reportOf({ resumed, steps }: TestResult): string[] {
  const lines = steps.map(({ step, state, reason }) => [
    step,
    state,
    reason ? explainReason(reason, 'en') : '',
  ]);
  return [...table(lines), ...(resumed ? ['It works again: what was waiting goes out.'] : [])];
}
