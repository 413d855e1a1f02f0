import type { Reader } from './phone-reader.js';
import { when } from './phone-time.js';
import type { SendAnswer, WireEntry } from '../wire/wire-log.service.js';

const SHOWN = 6;
const TOKEN_REFUSED = [40001, 40014, 42001];

type Send = Extract<WireEntry, { kind: 'send' }>;

export function sends(entries: WireEntry[], { words, language }: Reader, now: Date): object[] {
  const found = entries.flatMap((entry) => (entry.kind === 'send' ? [entry] : [])).filter(counts);
  return found.slice(0, SHOWN).map(({ at, detail }) => ({
    time: when(at, now, language, true),
    name: words.apis[detail.api] ?? detail.api,
    refused: detail.errcode !== 0,
    code: detail.errcode,
    said: outcome(detail, words),
    errmsg: detail.errmsg,
  }));
}

/** A call with an expired token that was repeated with a new one does not count as a failure. */
function counts({ detail }: Send, at: number, all: Send[]): boolean {
  const madeAgain = all
    .slice(0, at)
    .some(({ detail: later }) => later.api === detail.api && !TOKEN_REFUSED.includes(later.errcode));
  return !TOKEN_REFUSED.includes(detail.errcode) || !madeAgain;
}

function outcome({ errcode, errmsg, lost }: SendAnswer, words: Reader['words']): string {
  if (errcode !== 0) return words.refusals[errcode] ?? errmsg;
  return lost ? words.answerLost : words.accepted;
}
