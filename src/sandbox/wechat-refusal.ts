import { randomBytes } from 'node:crypto';

const WORDS = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40004: 'invalid media type',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40016: 'invalid button size',
  40017: 'invalid button type',
  40018: 'invalid button name size',
  40019: 'invalid button key size',
  40020: 'invalid button url size',
  40022: 'invalid sub button level',
  40023: 'invalid sub button size',
  40024: 'invalid sub button type',
  40025: 'invalid sub button name size',
  40026: 'invalid sub button key size',
  40027: 'invalid sub button url size',
  40032: 'invalid openid list size',
  40164: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist',
  40013: 'invalid appid',
  40037: 'invalid template_id',
  40125: 'invalid appsecret',
  41001: 'access_token missing',
  41005: 'media data missing',
  42001: 'access_token expired',
  43004: 'require subscribe',
  43101: 'user refuse to accept the msg',
  43019: 'user is in blacklist',
  44004: 'empty content',
  45001: 'media size out of limit',
  45002: 'content size out of limit',
  45007: 'voice playtime out of limit',
  45008: 'article size out of limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit',
  45015: 'response out of time limit or subscription is canceled',
  45047: 'out of response count limit',
  45056: 'too many tags',
  45058: "can't modify sys tag",
  45059: 'can not tag more than 20 tags',
  45072: 'invalid command',
  45081: 'typing already',
  45080: 'cannot send typing without an interaction',
  45157: 'invalid tag name',
  45158: 'tag name too long',
  45159: 'invalid tag id',
  45162: 'unsupported message type for this account',
  46003: 'menu no exist',
  47001: 'data format error',
  47003: 'argument invalid!',
  48006: 'forbid to clear quota because of reaching the limit',
  65401: 'invalid custom service account',
} as const;

export type RefusalCode = keyof typeof WORDS;

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
