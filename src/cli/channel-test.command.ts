import type { Command } from 'commander';
import { setTimeout } from 'node:timers/promises';
import {
  explainReason,
  type SelfTest,
  SelfTests,
  type TestStep,
  WechatAccounts,
} from '../channels/wechat-official/index.js';
import { NotFound } from '../platform/http/index.js';
import { type Services, withServices } from './installation.js';
import { print, table } from './output.js';

interface Options {
  wait?: boolean;
  language: string;
  json?: boolean;
}

const LOOK_AGAIN_MS = 500;

export function addChannelTestCommand(program: Command): void {
  program
    .command('channel:test <key>')
    .description(
      'Test an official account: what WeChat answers, and with --wait what your phone sends and gets',
    )
    .option(
      '--wait',
      'tell the word to send from your WeChat, and wait for the round trips (up to ten minutes)',
    )
    .option('--language <language>', 'in which the phone is answered: zh-CN or en', 'zh-CN')
    .option('--json', 'for machines')
    .action((key: string, options: Options) => testChannel(key, options));
}

/** Ends with 1 where the account does not work; with --wait also where a round trip did not. */
async function testChannel(key: string, options: Options): Promise<void> {
  await withServices(async (services) => {
    const account = await services.get(WechatAccounts).byKey(key);
    if (!account)
      throw new NotFound('account_not_found', `There is no official account with the key ${key}.`);
    const started = await services.get(SelfTests).start(account, options.language, { kind: 'system' });
    const { resumed } = started;
    const test = options.wait
      ? await finished(services, started.test, account.channel.id, options)
      : started.test;
    const ok = started.ok && (!options.wait || test.steps.every(isFine));
    print(
      options,
      { key, ok, resumed, ...test },
      options.wait ? endOf(test, resumed) : reportOf(test, resumed),
    );
    if (!ok) process.exitCode = 1;
  });
}

/** Says each step as it is settled. */
async function finished(
  services: Services,
  begun: SelfTest,
  accountId: string,
  { json }: Options,
): Promise<SelfTest> {
  const say = (lines: string[]) => (json ? undefined : process.stdout.write(`${lines.join('\n')}\n`));
  say([
    ...table(begun.steps.filter(isSettled).map(lineOf)),
    '',
    `Send this word to the account: ${begun.word}`,
    '',
  ]);
  for (let test = begun; ;) {
    if (test.over) return test;
    await setTimeout(LOOK_AGAIN_MS);
    const next = (await services.get(SelfTests).latest(accountId)) ?? test;
    // Another test of the account has been started since: this one is over.
    if (next.id !== begun.id) return { ...test, over: true };
    const news = next.steps.filter((step, at) => isSettled(step) && step.state !== test.steps[at]?.state);
    if (news.length > 0) say(table(news.map(lineOf)));
    test = next;
  }
}

function reportOf({ steps }: SelfTest, resumed: boolean): string[] {
  return [...table(steps.map(lineOf)), ...wordOn(resumed)];
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

function lineOf({ step, state, reason }: TestStep): string[] {
  return [step, state, reason ? explainReason(reason, 'en') : ''];
}

function isSettled({ state }: TestStep): boolean {
  return state !== 'waiting' && state !== 'running';
}

function isFine({ state }: TestStep): boolean {
  return state === 'passed' || state === 'skipped' || state === 'attention';
}
