import { renderUnicodeCompact } from 'uqr';
import type { SelfTest, TestStep } from '../channels/wechat-official/index.js';
import { explainReason } from '../platform/words/index.js';
import { terminal } from '../start/terminal.js';
import { table } from './output.js';

export function waiting({ steps, word, code }: SelfTest): string[] {
  return [
    ...table(steps.filter(isSettled).map(lineOf)),
    '',
    ...(code ? [renderUnicodeCompact(code), '', `This code opens the account in your WeChat: ${code}`] : []),
    `Send this word to the account: ${word}`,
    '',
  ];
}

export function lineOf({ step, state, reason }: Pick<TestStep, 'step' | 'state' | 'reason'>): string[] {
  return [step, state, reason ? explainReason(reason, terminal()) : ''];
}

export function isSettled({ state }: TestStep): boolean {
  return state !== 'waiting' && state !== 'running';
}

export function isFine({ state }: TestStep): boolean {
  return state === 'passed' || state === 'skipped' || state === 'attention';
}
