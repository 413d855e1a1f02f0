import { Invalid } from '../platform/http/index.js';

/** Counted in characters. */
const LONGEST = 500;

/**
 * Trims the reason that somebody gives for taking, giving back or ending a conversation; null when none is given.
 * Throws `Invalid` when it is too long.
 */
export function reasonOf(typed: string | undefined): string | null {
  const reason = typed?.trim() ?? '';
  if ([...reason].length > LONGEST) throw Invalid.field('reason', `too_long:${LONGEST}`);
  return reason === '' ? null : reason;
}
