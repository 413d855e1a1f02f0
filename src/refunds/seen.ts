import { Conflict } from '../platform/http/index.js';
import type { Refund } from './refund.js';

/** Every decision about money names the version of the refund that the member saw. */
export interface SeenRefund {
  id: string;
  version: number;
}

export interface SeenApproval extends SeenRefund {
  /** The `confirm` of the view, where the order was refunded before. */
  confirm?: string | null;
}

/** Throws `refund_changed`, with the refund as it is now, if the member saw another version. */
export function requireSeen(refund: Refund, { version }: SeenRefund): void {
  if (version !== refund.version) throw changed(refund);
}

export function changed({ version, state, order, amount, currency }: Refund): Conflict {
  return new Conflict('refund_changed', { version, state, order, amount, currency });
}
