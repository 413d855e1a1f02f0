import { Invalid } from '../platform/http/index.js';

/**
 * What a token may do of what its member may: look, work on tickets and talk with customers, decide about money, and
 * change settings.
 */
export const SCOPES = ['read', 'work', 'money', 'settings'] as const;
export type Scope = (typeof SCOPES)[number];

/** Throws `Invalid` for the field `scopes`. */
export function scopesOf(typed: readonly string[]): Scope[] {
  Invalid.check([
    [typed.length === 0, 'scopes', 'required'],
    [typed.some((one) => !(SCOPES as readonly string[]).includes(one)), 'scopes', 'unknown'],
  ]);
  return SCOPES.filter((scope) => typed.includes(scope));
}
