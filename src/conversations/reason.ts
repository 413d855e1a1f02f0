import { Invalid } from '../platform/http/index.js';

const LONGEST = 500;

/** Returns null when no reason was given. Throws `Invalid` when it is too long. */
export function reasonOf(typed: string | undefined): string | null {
  const reason = typed?.trim() ?? '';
  if ([...reason].length > LONGEST) throw Invalid.field('reason', `too_long:${LONGEST}`);
  return reason === '' ? null : reason;
}
