import { Conflict } from '../platform/http/index.js';
import type { Refund } from './refund.js';

/** Every decision about money names the version of the refund that the member saw. */
export interface SeenRefund {
  id: string;
  version: number;
}

/** Throws `refund_changed`, with the refund as it is now, if the member saw another version. */
export function requireSeen(refund: Refund, { version }: SeenRefund): void {
  if (version !== refund.version) throw changed(refund);
}

export function changed({ version, state, order, amount, currency }: Refund): Conflict {
  return new Conflict('refund_changed', { version, state, order, amount, currency });
}
