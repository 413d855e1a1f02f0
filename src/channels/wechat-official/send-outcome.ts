import type { RefusalConsequence, Route, SendOutcome } from '../../delivery/index.js';
import {
  ApiError,
  meaningOf,
  NotEntitled,
  NoToken,
  NotSent,
  Unanswered,
  type Meaning,
} from './api/api-errors.js';

const BUSY = -1;

/** Throws the error again if it is our own fault. */
export function outcomeOf(error: unknown, route: Route): SendOutcome {
  if (error instanceof NoToken) {
    return withoutToken(error.cause);
  }
  if (error instanceof NotEntitled) {
    const then = route === 'customer_message' ? 'fallback' : 'give_up';
    return { state: 'refused', then, reason: error.reason };
  }
  if (error instanceof NotSent) {
    return { state: 'refused', then: 'retry', reason: 'wechat_unreachable' };
  }
  if (error instanceof Unanswered) {
    return { state: 'unknown', reason: 'no_answer' };
  }
  if (error instanceof ApiError) {
    return refusedBy(error, route);
  }
  throw error;
}

export function gaveUp(reason: string): SendOutcome {
  return { state: 'refused', then: 'give_up', reason };
}

export function neverShown(error: unknown): boolean {
  return (
    [NoToken, NotEntitled, NotSent].some((kind) => error instanceof kind) ||
    (error instanceof ApiError && error.code !== BUSY)
  );
}

/**
 * Sending a message by another route would record that the reply window is closed. These refusals say nothing
 * about the window, so they have other consequences.
 */
const OF_MESSAGES: Record<string, RefusalConsequence> = {
  not_granted: 'retry',
  template_value_refused: 'give_up',
  content_refused: 'give_up',
};

/** When the customer writes, an ordinary message can be sent again, but a template message cannot. */
const OF_CARDS: Record<string, RefusalConsequence> = { no_allowance: 'fallback' };

// "System busy, please try again later" does not tell whether the message was sent. An ordinary message is tried again a
// few times, as WeChat asks. A template is repeated under its key, and a subscription message would cost a consent.
function refusedBy(error: ApiError, route: Route): SendOutcome {
  const { then, reason } = meaningOf(error.code);
  if (error.code === BUSY) {
    const said = withCode(reason, error);
    return route === 'customer_message'
      ? { state: 'refused', then: 'busy', reason: said }
      : { state: 'unknown', reason: said };
  }
  const next = (route === 'customer_message' ? OF_MESSAGES[reason] : OF_CARDS[reason]) ?? then;
  return { state: 'refused', then: next, reason: withCode(reason, error) };
}

function withoutToken(cause: unknown): SendOutcome {
  if (!(cause instanceof ApiError)) {
    return { state: 'refused', then: 'retry', reason: 'token_unavailable' };
  }
  const { then, reason } = meaningForToken(cause.code);
  return { state: 'refused', then, reason: withCode(reason, cause) };
}

function meaningForToken(code: number): Meaning {
  if (code === 40001) {
    return { then: 'account_broken', reason: 'wrong_app_secret' };
  }
  const meaning = meaningOf(code);
  return meaning.then === 'account_broken' ? meaning : { then: 'retry', reason: 'token_unavailable' };
}

export function withCode(reason: string, { code, rid, address, field }: ApiError): string {
  const details = [address && `ip:${address}`, field && `field:${field}`, rid && `rid:${rid}`];
  return [reason, code, ...details].filter(Boolean).join(' ');
}
