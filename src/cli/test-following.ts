import { setTimeout } from 'node:timers/promises';
import type { SelfTest } from '../channels/wechat-official/index.js';
import { table } from './output.js';
import { isSettled, lineOf } from './test-lines.js';

const LOOK_AGAIN_MS = 500;

export async function followed(
  begun: SelfTest,
  latest: () => Promise<SelfTest | undefined>,
  say: (lines: string[]) => void,
): Promise<SelfTest> {
  for (let test = begun; ;) {
    if (test.over) return test;
    await setTimeout(LOOK_AGAIN_MS);
    const next = (await latest()) ?? test;
    // Another test of the account has been started since, so this one is over.
    if (next.id !== begun.id) return { ...test, over: true };
    const news = next.steps.filter((step, at) => isSettled(step) && step.state !== test.steps[at]?.state);
    if (news.length > 0) say(table(news.map(lineOf)));
    test = next;
  }
}
