import { gives, hearingOf, isExcluded, reaches, verdictOf } from './match.js';
import type { Rule, Signal, Verdict } from './rule.js';
import { type Saying, sayingOf } from './saying.js';

/** What somebody said, or what stands in a ticket, at a time. */
export interface Said {
  /** The id of a message; null of what no message said. */
  messageId: string | null;
  text: string;
  at: Date;
}

export interface Sum {
  verdict: Verdict;
  /** What was added up, oldest first; the newest is among it. */
  from: Said[];
}

type Read = Said & { saying: Saying };
type Part = (saying: Saying) => boolean;

/** So much of what was said before may belong to a word that ends here. */
const BROKEN_LENGTH = 200;

/** Whether the text holds a part of a rule, so that it is worth asking what was said before. */
export function mayAddUp(rules: Rule[], text: string): boolean {
  const saying = sayingOf(text);
  return rules.some(
    (rule) => addsUp(rule) && partsOf(rule).length > 1 && partsOf(rule).some((part) => part(saying)),
  );
}

/**
 * Adds up the newest of what was said with what came before it. Returns the first rule to which the newest brings a
 * part and for which all parts were said. A word that was broken in two by the end of a message is read as one.
 */
export function addUp(rules: Rule[], sayings: Said[]): Sum | null {
  const last = sayings.length - 1;
  if (last < 0) return null;
  const newest = readAt(sayings, last);
  const fitting = rules.filter((rule) => addsUp(rule) && bringsPart(rule, newest));
  if (fitting.length === 0) return null;
  const reads = [...sayings.slice(0, last).map((_, at) => readAt(sayings, at)), newest];
  for (const rule of fitting) {
    const from = partsFrom(rule, reads);
    if (from) return { verdict: verdictOf(rule), from: from.map(asSaid) };
  }
  return null;
}

function readAt(sayings: Said[], at: number): Read {
  const said = sayings[at]!;
  return { ...said, saying: sayingOf(said.text, justBefore(sayings, at)) };
}

function bringsPart(rule: Rule, { saying }: Read): boolean {
  return !isExcluded(rule, saying) && partsOf(rule).some((part) => part(saying));
}

/** For each part the newest that holds it. Returns null if one is missing. */
function partsFrom(rule: Rule, reads: Read[]): Read[] | null {
  const open = reads.filter(({ saying }) => !isExcluded(rule, saying));
  const found = partsOf(rule).map((part) => open.findLast(({ saying }) => part(saying)));
  if (found.some((read) => read === undefined)) return null;
  return reads.filter((read) => found.includes(read));
}

function partsOf(rule: Rule): Part[] {
  const { signals = [], amountFrom } = rule.conditions;
  const hearing = hearingOf(rule);
  const said = signals.map(
    (signal: Signal): Part =>
      (saying) =>
        gives(signal, saying, hearing),
  );
  return amountFrom ? [...said, (saying) => reaches(saying, amountFrom)] : said;
}

/** Messages alone are broken off; what stands in a ticket is not. */
function justBefore(sayings: Said[], at: number): string {
  if (sayings[at]?.messageId === null) return '';
  const messages = sayings.slice(0, at).filter(({ messageId }) => messageId !== null);
  return messages
    .map(({ text }) => text)
    .join('')
    .slice(-BROKEN_LENGTH);
}

function addsUp({ intent, conditions: { exactly, only } }: Rule): boolean {
  return intent === 'open_ticket' && exactly === undefined && only === undefined;
}

function asSaid({ messageId, text, at }: Read): Said {
  return { messageId, text, at };
}
