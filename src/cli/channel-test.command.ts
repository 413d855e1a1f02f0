import { type Command, Option } from 'commander';
import {
  type SelfTest,
  SelfTests,
  type WechatAccount,
  WechatAccounts,
} from '../channels/wechat-official/index.js';
import { NotFound } from '../platform/http/index.js';
import { DEFAULT_LANGUAGE, LANGUAGES } from '../platform/text/index.js';
import { type Services, withServices } from './installation.js';
import { print, table } from './output.js';
import { isFine, isSettled, lineOf, waiting } from './test-lines.js';
import { followed } from './test-following.js';

interface Options {
  wait?: boolean;
  language: string;
  json?: boolean;
}

const BY = { kind: 'system' } as const;

export function addChannelTestCommand(program: Command): void {
  program
    .command('channel:test <key>')
    .description(
      'Test an official account: what WeChat answers; with --wait what your phone sends and gets too',
    )
    .option(
      '--wait',
      'tell the word to send from your WeChat, and wait for the round trips (up to ten minutes)',
    )
    .addOption(
      new Option('--language <language>', 'in which the phone is answered')
        .choices(LANGUAGES)
        .default(DEFAULT_LANGUAGE),
    )
    .option('--json', 'for machines')
    .action((key: string, options: Options) => testChannel(key, options));
}

async function testChannel(key: string, options: Options): Promise<void> {
  await withServices(async (services) => {
    const account = await services.get(WechatAccounts).byKey(key);
    if (!account) throw new NotFound('account_not_found', { named: key });
    const ok = await (options.wait ? withPhone : withoutPhone)(services, account, options);
    if (!ok) process.exitCode = 1;
  });
}

/** Returns false if WeChat does not serve the account. */
async function withoutPhone(services: Services, account: WechatAccount, options: Options): Promise<boolean> {
  const { ok, resumed, steps } = await services.get(SelfTests).check(account, BY);
  const { key } = account.channel;
  print(options, { key, ok, resumed, steps }, [
    ...table(steps.map(lineOf)),
    ...wordOn(resumed),
    `Try messages with your phone too: channel:test ${key} --wait`,
  ]);
  return ok;
}

/** Also returns false if a message to or from the phone failed or never arrived. */
async function withPhone(services: Services, account: WechatAccount, options: Options): Promise<boolean> {
  const tests = services.get(SelfTests);
  const started = await tests.start(account, options.language, BY);
  const { resumed } = started;
  say(options, waiting(started.test));
  const latest = () => tests.latest(account.channel.id);
  const test = await followed(started.test, latest, (lines) => say(options, lines));
  const ok = started.ok && test.steps.every(isFine);
  print(options, { key: account.channel.key, ok, resumed, ...test }, endOf(test, resumed));
  return ok;
}

/** With `--json` the lines go to standard error, because standard output then holds only the result. */
function say({ json }: Options, lines: string[]): void {
  (json ? process.stderr : process.stdout).write(`${lines.join('\n')}\n`);
}

function endOf({ steps }: SelfTest, resumed: boolean): string[] {
  const missed = steps
    .filter((step) => !isSettled(step))
    .map((step) => lineOf({ ...step, reason: 'did not come' }));
  return [
    ...table(missed),
    steps.every(isFine) ? 'Everything works.' : 'Not everything works.',
    ...wordOn(resumed),
  ];
}

function wordOn(resumed: boolean): string[] {
  return resumed ? ['It works again: what was waiting goes out.'] : [];
}
