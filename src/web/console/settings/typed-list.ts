import { isId } from '../../../platform/text/index.js';
import type { Sent } from '../typed.js';

const MOST = 100;

/** The values of check boxes of one name: none, one or several. Only ids are let through. */
export function idsOf(sent: Sent | undefined, name: string): string[] {
  const value = sent && Object.hasOwn(sent, name) ? sent[name] : [];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === 'string' && isId(one)).slice(0, MOST);
}
