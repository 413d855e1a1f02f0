import type { ChannelAccount } from '../../delivery/index.js';
import { type Ability, ACCOUNT_TYPES, type AccountType } from './abilities.js';
import type { OpenTest } from './self-test/self-test.js';

export const KIND = 'wechat-official';
export const KEY = /^[a-z0-9][a-z0-9_-]{0,40}$/;

/** How much of a push is encrypted, from least to most. */
export const MODES = ['plain', 'compatible', 'safe'] as const;
export type Mode = (typeof MODES)[number];

/** A connected official account with its secrets in the clear: never logged, never sent to a browser. */
export interface WechatAccount {
  channel: ChannelAccount;
  appId: string;
  originalId: string;
  mode: Mode;
  type: AccountType;
  verified: boolean;
  /** What WeChat does not grant it although its kind should have it, with the reason. */
  refused: Partial<Record<Ability, string>>;
  apiUrl: string;
  appSecret: string;
  token: string;
  aesKey: string;
  /** Both halves of every pair that pushes may be made with: the present one first, then that of before a rotation. */
  credentials: Credential[];
  /** What an administrator is trying out with a phone. */
  test: OpenTest | null;
}

/** What a push is signed and encrypted with. */
export interface Credential {
  token: string;
  aesKey: string;
}

/** What an administrator enters. `department` is a key, `support` where left out; `apiUrl` overrides the default. */
export interface NewWechatAccount {
  key: string;
  name?: string;
  department?: string;
  originalId: string;
  appId: string;
  appSecret: string;
  token: string;
  aesKey: string;
  mode: string;
  apiUrl?: string;
  /** `service` where left out. */
  type?: string;
  /** True where left out. */
  verified?: boolean;
}

/** What may be changed of it later. A secret left out stays. */
export interface AccountSettings {
  name: string;
  department: string;
  appId: string;
  appSecret?: string;
  token?: string;
  aesKey?: string;
  mode: string;
  type: string;
  verified: boolean;
  apiUrl?: string;
}

type TextField = Exclude<keyof NewWechatAccount, 'verified'>;
type Rule = [field: TextField, valid: RegExp, sentence: string];

const RULES: Rule[] = [
  ['key', KEY, 'The key is made of a-z, 0-9, - and _, at most 41 characters'],
  ['originalId', /^gh_[A-Za-z0-9_]{1,60}$/, 'The original id starts with gh_'],
  ['appId', /^wx[A-Za-z0-9_]{1,60}$/, 'The AppID starts with wx'],
  ['appSecret', /^\S{1,128}$/, 'The AppSecret is missing or has blanks in it'],
  ['token', /^\S{1,64}$/, 'The token is missing, has blanks in it or is longer than 64 characters'],
  ['aesKey', /^[A-Za-z0-9+/]{43}$/, 'The AES key (EncodingAESKey) has exactly 43 letters and digits'],
  ['mode', /^(plain|compatible|safe)$/, 'The mode is safe, compatible or plain'],
  ['type', new RegExp(`^(${ACCOUNT_TYPES.join('|')})$`), 'The kind is service or subscription'],
  ['apiUrl', /^https?:\/\/[^\s?#]+$/, 'The API address starts with http:// or https://'],
];

/** One sentence per field that is wrong. */
export function problemsOf(account: NewWechatAccount): Record<string, string> {
  const wrong = RULES.filter(([field, valid]) => !valid.test(account[field] ?? fallback(field)));
  return Object.fromEntries(wrong.map(([field, , sentence]) => [field, sentence]));
}

/** The same for a token or key that replaces another; what is left out stays. */
export function problemsOfCredential(given: Partial<Credential>): Record<string, string> {
  const wrong = RULES.filter(
    ([field, valid]) =>
      (field === 'token' || field === 'aesKey') && given[field] !== undefined && !valid.test(given[field]),
  );
  return Object.fromEntries(wrong.map(([field, , sentence]) => [field, sentence]));
}

/** The same for what may be changed of an account. */
export function problemsOfSettings(settings: AccountSettings): Record<string, string> {
  const wrong = RULES.filter(([field, valid]) => {
    const given = Object.hasOwn(settings, field) ? settings[field as keyof AccountSettings] : undefined;
    return typeof given === 'string' && !valid.test(given);
  });
  const problems = Object.fromEntries(wrong.map(([field, , sentence]) => [field, sentence]));
  return settings.name.trim() === '' ? { ...problems, name: 'Enter a name' } : problems;
}

function fallback(field: TextField): string {
  if (field === 'type') return 'service';
  return field === 'apiUrl' ? 'https://api.weixin.qq.com' : '';
}
