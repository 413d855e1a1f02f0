import { Invalid } from '../platform/http/index.js';

/** Characters. */
const LONGEST = 500;

/** Why somebody takes, gives back or ends what a colleague has: trimmed, null where nothing is said. Throws Invalid. */
export function reasonOf(typed: string | undefined): string | null {
  const reason = typed?.trim() ?? '';
  if ([...reason].length > LONGEST) throw Invalid.field('reason', `too_long:${LONGEST}`);
  return reason === '' ? null : reason;
}
