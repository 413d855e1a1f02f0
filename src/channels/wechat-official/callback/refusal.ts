import type { KeptPush } from '../../../delivery/index.js';

const REFUSALS = {
  unknown_key: [404, 'No such account'],
  wrong_signature: [403, 'The signature is wrong'],
  wrong_receiver: [403, 'This is not addressed to this account'],
  stale_timestamp: [403, 'The timestamp is too far from now'],
  wrong_mode: [403, 'This account takes encrypted messages only, as set in its mode'],
  unparsable: [400, 'The body cannot be read'],
  too_large: [413, 'The body is too large'],
} as const;

export type RefusalReason = keyof typeof REFUSALS;

/**
 * The body of a call whose signature is right. It is kept, whatever is wrong with it. If it is `proven` that WeChat wrote
 * the body too, the call is accepted, because WeChat's repeats would not be read either.
 */
export interface SignedBody extends KeptPush {
  proven: boolean;
}

export class Refusal extends Error {
  readonly status: number;

  constructor(
    readonly reason: RefusalReason,
    readonly body?: SignedBody,
  ) {
    super(REFUSALS[reason][1]);
    this.status = REFUSALS[reason][0];
  }
}

export function refuseUnless(condition: boolean, reason: RefusalReason, body?: SignedBody): void {
  if (!condition) {
    throw new Refusal(reason, body);
  }
}
