import type { AuditRow } from '../../../queries/index.js';
import type { Speech } from '../../../view/index.js';
import { type AuditReader, factWord, isFacts, valueWord } from './fact-words.js';

export interface ChangeLine {
  what: string;
  before: string;
  after: string;
}

type Facts = Record<string, unknown>;

/** Such a long value is cut on the page. The export has it in full. */
const LONGEST = 160;
const NAMELESS = ['member', 'installation', 'setting', 'audit'];

/** One line for each fact that was changed, wherever it stands. */
export function changesOf(
  { before, after }: Pick<AuditRow, 'before' | 'after'>,
  speech: AuditReader,
): ChangeLine[] {
  const [old, now] = [flat(before, speech), flat(after, speech)];
  return [...new Set([...old.keys(), ...now.keys()])].map((what) => ({
    what,
    before: cut(old.get(what)),
    after: cut(now.get(what)),
  }));
}

/** Who did it: a colleague, a customer, somebody who is not signed in, or the program. */
export function actorOf({ actorKind, actorId, actorName }: AuditRow, { t }: Speech): string {
  if (actorKind !== 'member') return t(`audit.by.${actorKind}`);
  return actorName ?? t('audit.by.member', { id: actorId });
}

/** What there is only one of, such as this installation, is named by the act already. */
export function subjectOf({ subjectType, subjectId, subjectName }: AuditRow, speech: Speech): string {
  if (typeof subjectName === 'string') return subjectName;
  if (subjectName !== null) return speech.local(subjectName);
  if (NAMELESS.includes(subjectType) || subjectId === '*') return '';
  const words = `audit.subject.${subjectType}`;
  return speech.knows(words) ? speech.t(words, { id: subjectId }) : subjectId;
}

function flat(facts: Facts | null, speech: AuditReader, above: string[] = []): Map<string, string> {
  const lines = Object.entries(facts ?? {}).flatMap(([name, value]): [string, string][] => {
    const path = [...above, factWord(name, speech)];
    if (isFacts(value)) return [...flat(value, speech, path)];
    if (value === null) return [];
    return [[path.join(' › '), valueWord(name, value, speech)]];
  });
  return new Map(lines);
}

function cut(text = ''): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
