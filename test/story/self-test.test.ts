import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { until } from '../platform/program.js';
import { freePort } from '../support/program.js';
import { Installation } from './installation.js';
import { Wechat } from './wechat.js';

let shop: Installation;
let wechat: Wechat;
let phone: string;

beforeAll(async () => {
  const port = await freePort();
  shop = await Installation.onServer({ PORT: String(port) });
  wechat = await Wechat.open(`http://127.0.0.1:${port}`, 1);
  phone = wechat.customers[0]!;
  await wechat.connect(shop);
  await shop.start();
});
afterAll(async () => {
  await shop.close();
  await wechat.close();
});

/** Runs `channel:test shop --wait` as somebody at a terminal, and reads what it says. */
class Waiting {
  said = '';
  readonly ended: Promise<number>;

  private constructor(child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    this.ended = once(child, 'close').then(([status]) => status as number);
  }

  static begin(...more: string[]): Waiting {
    const { PATH = '', HOME = '' } = process.env;
    const command = [join(root, 'dist/cli/main.js'), 'channel:test', 'shop', '--wait', ...more];
    return new Waiting(
      spawn(process.execPath, command, {
        env: { PATH, HOME, ...shop.environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  async word(): Promise<string> {
    await until(() => Promise.resolve(/Send this word to the account: hy\d{6}/.test(this.said)));
    return /hy\d{6}/.exec(this.said)![0];
  }
}

test('an administrator at a terminal tests an account with a phone and sees each step as it passes', async () => {
  const waiting = Waiting.begin();
  const word = await waiting.word();
  expect(waiting.said).toMatch(/^token +passed$/m);
  expect(waiting.said).toMatch(
    /This code opens the account in your WeChat: http\S+\/sandbox\?scan=self_test/,
  );
  expect(waiting.said).not.toMatch(/text_in/);
  await wechat.scans(phone, 'self_test');
  await wechat.says(phone, word);
  await until(() => Promise.resolve(/^voice_out +passed$/m.test(waiting.said)));
  await wechat.sendsPicture(phone);
  await wechat.speaks(phone);
  expect(await waiting.ended).toBe(0);
  expect(waiting.said).toMatch(/^image_in +passed$/m);
  expect(waiting.said.trimEnd()).toMatch(/Everything works\.$/);
  expect(await shop.rows('select 1 from conversation where not is_test')).toEqual([]);
  expect(await shop.rows('select 1 from ticket')).toEqual([]);
});

test('a test with --json gives the word at once and the report in one line at the end', async () => {
  const waiting = Waiting.begin('--json');
  const word = await waiting.word();
  await shop.rows(`update wechat_test set until = now() where word = '${word}'`);
  expect(await waiting.ended).toBe(1);
  const report = JSON.parse(waiting.said.trimEnd().split('\n').at(-1)!) as { ok: boolean; steps: object[] };
  expect(report).toMatchObject({ ok: false, word, over: true });
  expect(report.steps).toContainEqual(expect.objectContaining({ step: 'text_in', state: 'waiting' }));
});

test('a test without a phone says what did not come', async () => {
  const waiting = Waiting.begin();
  const word = await waiting.word();
  await shop.rows(`update wechat_test set until = now() where word = '${word}'`);
  expect(await waiting.ended).toBe(1);
  expect(waiting.said).toMatch(/^text_in +waiting +did not come$/m);
  expect(waiting.said.trimEnd()).toMatch(/Not everything works\.$/);
});
