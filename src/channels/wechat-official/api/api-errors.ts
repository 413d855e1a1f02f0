import type { RefusalConsequence } from '../../../delivery/index.js';

/**
 * `rid` finds the call in WeChat's console, `address` is our address as WeChat sees it, and `field` is the
 * keyword whose value was refused.
 */
export class ApiError extends Error {
  readonly failure = 'wechat';

  constructor(
    readonly code: number,
    readonly rid?: string,
    readonly address?: string,
    readonly field?: string,
  ) {
    super(`WeChat answered ${code}${rid ? ` (rid ${rid})` : ''}`);
  }

  static of(code: number, message: string): ApiError {
    const rid = /rid:\s*([\w-]+)/.exec(message)?.[1];
    const address = /\bip:? ([\da-f.:]{3,45})(?![\w.:])/i.exec(message)?.[1];
    return new ApiError(code, rid, address, /\bdata\.(\w{1,40})\.value\b/.exec(message)?.[1]);
  }

  get tokenRefused(): boolean {
    return TOKEN_REFUSED.has(this.code);
  }
}

/** The connection could not be made, or a proxy refused it, so WeChat certainly got nothing. */
export class NotSent extends Error {
  readonly failure = 'wechat';
}

/** The answer never came or cannot be read, so WeChat may have done what was asked. */
export class Unanswered extends Error {
  readonly failure = 'wechat';
}

/** The account may not make this call, so it was not made. `reason` is set if WeChat refused it before. */
export class NotEntitled extends Error {
  readonly failure = 'wechat';

  constructor(readonly reason = 'account_not_entitled') {
    super(reason);
  }
}

export class NoToken extends Error {
  readonly failure = 'wechat';

  constructor(override readonly cause: unknown) {
    super('No access token');
  }
}

const TOKEN_REFUSED = new Set([40001, 40014, 42001]);

export interface Meaning {
  then: RefusalConsequence;
  reason: string;
}

type Row = [codes: number[], then: RefusalConsequence, reason: string];

const ROWS: Row[] = [
  [[-1], 'retry', 'wechat_busy'],
  [[40001, 40014, 42001], 'retry', 'token_refused'],
  [[40013], 'account_broken', 'wrong_app_id'],
  [[40125], 'account_broken', 'wrong_app_secret'],
  [[40243], 'account_broken', 'app_secret_frozen'],
  [[40164, 61004], 'account_broken', 'address_not_allowed'],
  [[89503], 'account_broken', 'address_unconfirmed'],
  [[48004, 50001, 50002], 'account_broken', 'account_restricted'],
  [[40003], 'contact_dead', 'not_a_contact'],
  [[43004, 50005], 'contact_dead', 'not_following'],
  [[43019], 'contact_dead', 'blacklisted'],
  [[48002], 'contact_dead', 'messages_switched_off'],
  [[43101], 'fallback', 'no_consent'],
  [[45015], 'fallback', 'outside_window'],
  [[45047], 'wait', 'no_allowance'],
  [[48001], 'fallback', 'not_granted'],
  [[40036, 40037, 40247], 'fallback', 'template_gone'],
  [[45009], 'retry', 'daily_quota'],
  [[48006], 'give_up', 'quota_clearing_used_up'],
  [[45011], 'retry', 'too_fast'],
  [[45002], 'give_up', 'too_long'],
  [[45162], 'give_up', 'wrong_message_type'],
  [[47001], 'give_up', 'malformed'],
  [[47003], 'fallback', 'template_value_refused'],
  [[40007], 'give_up', 'media_gone'],
  [[40004, 40005, 40006, 45001, 45007], 'give_up', 'media_refused'],
  [[61452, 65401], 'give_up', 'unknown_agent'],
  [[41030], 'give_up', 'wrong_page'],
  [[43116, 40249, 40250, 40251, 40252], 'fallback', 'content_refused'],
  [[45109], 'give_up', 'withdrawn'],
  [[70000], 'give_up', 'minor_protected'],
];
const MEANINGS = new Map(
  ROWS.flatMap(([codes, then, reason]) => codes.map((code) => [code, { then, reason }])),
);

const SHANGHAI_AHEAD_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** A daily quota comes back at midnight in Shanghai. Returns undefined if the code asks for no pause. */
export function accountPause(code: number, now: Date): { until: Date; reason: string } | undefined {
  const { reason } = meaningOf(code);
  if (reason === 'daily_quota') {
    const midnight = Math.floor((now.getTime() + SHANGHAI_AHEAD_MS) / DAY_MS + 1) * DAY_MS;
    return { until: new Date(midnight - SHANGHAI_AHEAD_MS), reason };
  }
  return reason === 'too_fast' ? { until: new Date(now.getTime() + MINUTE_MS), reason } : undefined;
}

/** An unknown code fails this message but says nothing about the contact. */
export function meaningOf(code: number): Meaning {
  return MEANINGS.get(code) ?? { then: 'give_up', reason: 'unknown_code' };
}
