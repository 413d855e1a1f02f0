import { Invalid } from '../platform/http/index.js';
import type { Fields } from './ticket.js';

/** Lengths are counted in characters. */
const LONGEST_SUBJECT = 200;
const LONGEST_FIELD = 500;
const LONGEST_WORDS = 5000;

export function subjectOf(typed: string): string {
  const subject = typed.trim();
  if (subject === '') throw Invalid.field('subject', 'required');
  if ([...subject].length > LONGEST_SUBJECT) throw Invalid.field('subject', `too_long:${LONGEST_SUBJECT}`);
  return subject;
}

export function wordsOf(field: string, typed: string): string {
  const words = typed.trim();
  if (words === '') throw Invalid.field(field, 'required');
  if ([...words].length > LONGEST_WORDS) throw Invalid.field(field, `too_long:${LONGEST_WORDS}`);
  return words;
}

export function requireShort(fields: Fields): void {
  for (const [field, value = ''] of Object.entries(fields))
    if ([...value].length > LONGEST_FIELD) throw Invalid.field(field, `too_long:${LONGEST_FIELD}`);
}
