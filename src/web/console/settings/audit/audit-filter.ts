import type { AuditFilter } from '../../../queries/index.js';
import { isId } from '../../../../platform/text/index.js';
import { textAt, type Typed } from '../../../forms/index.js';

const DAY = /^[12]\d{3}-[01]\d-[0-3]\d$/;
const WORD = /^[a-z_]{1,40}(\.[a-z_]{1,40}){0,3}$/;
const LONGEST = 200;

/** What cannot be meant is left out, as if nobody had typed it. */
export function filterOf(query: Typed): AuditFilter {
  const of = (name: string, isRight: (text: string) => boolean) => {
    const text = textAt(query, name);
    return text !== '' && isRight(text) ? { [name]: text } : {};
  };
  return {
    ...of('member', (text) => text === 'system' || text === 'nobody' || isId(text)),
    ...of('action', (text) => WORD.test(text)),
    ...of('subjectType', (text) => WORD.test(text)),
    ...of('subjectId', (text) => text.length <= LONGEST),
    ...of('from', isDay),
    ...of('to', isDay),
  };
}

export function queryOf(filter: AuditFilter, more: Record<string, string> = {}): string {
  const said = new URLSearchParams({ ...(filter as Record<string, string>), ...more }).toString();
  return said && `?${said}`;
}

function isDay(text: string): boolean {
  const at = DAY.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
