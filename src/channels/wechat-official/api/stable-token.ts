import type { WechatAccount } from '../account.js';
import { readAnswer } from './api-answer.js';
import { exchange } from './exchange.js';
import { required, Unparsable } from '../fields.js';

/** `seconds` is a little less than WeChat allows. */
export interface StableToken {
  token: string;
  seconds: number;
}

const ANSWER_LIMIT = 64 * 1024;
const MARGIN_SECONDS = 120;

// `force_refresh` is never used: it would invalidate the token of other systems that use the account.
export async function askForToken(account: WechatAccount): Promise<StableToken> {
  const fields = readAnswer(
    await exchange({
      url: `${account.apiUrl}/cgi-bin/stable_token`,
      body: { grant_type: 'client_credential', appid: account.appId, secret: account.appSecret },
      limit: ANSWER_LIMIT,
    }),
  );
  const lifetime = Number(required(fields, 'expires_in'));
  if (!(lifetime > 0 && lifetime < 1_000_000)) {
    throw new Unparsable('expires_in is not a number of seconds');
  }
  return {
    token: required(fields, 'access_token'),
    seconds: lifetime - Math.min(MARGIN_SECONDS, lifetime * 0.1),
  };
}
