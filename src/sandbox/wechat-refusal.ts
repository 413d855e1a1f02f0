import { randomBytes } from 'node:crypto';

/** WeChat's own words for the codes that the stand-in gives. */
const WORDS = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40004: 'invalid media type',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40013: 'invalid appid',
  40037: 'invalid template_id',
  40125: 'invalid appsecret',
  41001: 'access_token missing',
  41005: 'media data missing',
  42001: 'access_token expired',
  43004: 'require subscribe',
  43019: 'user is in blacklist',
  44004: 'empty content',
  45001: 'media size out of limit',
  45002: 'content size out of limit',
  45009: 'reach max api daily quota limit',
  45015: 'response out of time limit or subscription is canceled',
  45047: 'out of response count limit',
  45072: 'invalid command',
  45081: 'typing already',
  45080: 'cannot send typing without an interaction',
  47001: 'data format error',
  47003: 'argument invalid!',
} as const;

export type RefusalCode = keyof typeof WORDS;

/** A call that WeChat refuses: answered with HTTP 200 and this body. */
export class WechatRefusal extends Error {
  readonly body: { errcode: RefusalCode; errmsg: string };

  constructor(code: RefusalCode, detail = '') {
    const words = detail ? `${WORDS[code]} ${detail}` : WORDS[code];
    super(words);
    this.body = { errcode: code, errmsg: `${words} rid: ${requestId()}` };
  }
}

function requestId(): string {
  return [4, 4, 4].map((bytes) => randomBytes(bytes).toString('hex')).join('-');
}
