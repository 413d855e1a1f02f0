import { listAt, type Refused, textAt, type Typed } from '../../forms/index.js';
import { type Scope, SCOPES, scopesOf } from '../../../staff/index.js';
import { Invalid } from '../../../platform/http/index.js';

/** Choices of how many days a token is good for. The first is offered; the last means that it does not end. */
export const TOKEN_DAYS = ['90', '30', '365', 'never'] as const;

export interface TokenWish {
  name: string;
  scopes: Scope[];
  days: number | null;
}

/** Throws `Invalid` for the field `scopes` or `days`. */
export function readTokenForm(typed: Typed): TokenWish {
  const days = textAt(typed, 'days');
  if (!(TOKEN_DAYS as readonly string[]).includes(days)) throw Invalid.field('days', 'unknown');
  const scopes = scopesOf(listAt(typed, 'scopes'));
  return { name: textAt(typed, 'name'), scopes, days: days === 'never' ? null : Number(days) };
}

/** What is ticked: as it was typed, or reading alone. */
export function scopeChoices(refused: Refused | undefined): { key: Scope; chosen: boolean }[] {
  const ticked: readonly string[] = refused?.act === 'token' ? listAt(refused.values, 'scopes') : ['read'];
  return SCOPES.map((key) => ({ key, chosen: ticked.includes(key) }));
}
