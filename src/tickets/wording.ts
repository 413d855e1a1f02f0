import { Invalid } from '../platform/http/index.js';
import { isUnseen, masked } from '../platform/reading/index.js';
import type { Fields } from './ticket.js';

/** Lengths are counted in characters. */
const LONGEST_SUBJECT = 200;
const LONGEST_FIELD = 500;
const LONGEST_WORDS = 5000;

/** Lists and notices show subjects, so no personal number stands there. */
export function subjectOf(typed: string): string {
  const subject = masked(typed.trim());
  if (isUnseen(subject)) throw Invalid.field('subject', 'required');
  if ([...subject].length > LONGEST_SUBJECT) throw Invalid.field('subject', `too_long:${LONGEST_SUBJECT}`);
  return subject;
}

export function wordsOf(field: string, typed: string): string {
  const words = typed.trim();
  if (isUnseen(words)) throw Invalid.field(field, 'required');
  if ([...words].length > LONGEST_WORDS) throw Invalid.field(field, `too_long:${LONGEST_WORDS}`);
  return words;
}

/** Personal numbers are not kept in fields. What a member types as the order is taken for one. */
export function fieldsOf(typed: Fields): Fields {
  requireShort(typed);
  return Object.fromEntries(
    Object.entries(typed).map(([field, value]) => [field, field === 'order' ? value : masked(value)]),
  );
}

function requireShort(fields: Fields): void {
  for (const [field, value = ''] of Object.entries(fields))
    if ([...value].length > LONGEST_FIELD) throw Invalid.field(field, `too_long:${LONGEST_FIELD}`);
}
