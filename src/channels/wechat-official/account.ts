import type { FieldFault, FieldFaults } from '../../platform/http/index.js';
import type { ChannelAccount } from '../../delivery/index.js';
import { isUnseen } from '../../platform/reading/index.js';
import { LOOSE_KEY } from '../../platform/text/index.js';
import { type Ability, ACCOUNT_TYPES, type AccountType } from './abilities.js';
import type { OpenTest } from './self-test/self-test.js';

export const KIND = 'wechat-official';

export const MODES = ['plain', 'compatible', 'safe'] as const;
export type Mode = (typeof MODES)[number];

/** Holds decrypted secrets, so it is never logged and never sent to a browser. */
export interface WechatAccount {
  channel: ChannelAccount;
  appId: string;
  originalId: string;
  mode: Mode;
  type: AccountType;
  verified: boolean;
  refused: Partial<Record<Ability, string>>;
  apiUrl: string;
  appSecret: string;
  token: string;
  aesKey: string;
  /** A push may be made with any of these. The current token and key come first. */
  credentials: Credential[];
  test: OpenTest | null;
}

export interface Credential {
  token: string;
  aesKey: string;
}

/** `department` is a key and defaults to `support`. `apiUrl` overrides the usual address. */
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
  type?: string;
  verified?: boolean;
}

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
type Rule = [field: TextField, valid: RegExp, fault: FieldFault];

const RULES: Rule[] = [
  ['key', LOOSE_KEY, 'bad_key'],
  ['originalId', /^gh_[A-Za-z0-9_]{1,60}$/, 'not_gh'],
  ['appId', /^wx[A-Za-z0-9_]{1,60}$/, 'not_wx'],
  ['appSecret', /^\S{1,128}$/, 'no_blanks'],
  ['token', /^\S{1,64}$/, 'bad_token'],
  ['aesKey', /^[A-Za-z0-9+/]{43}$/, 'bad_aes_key'],
  ['mode', /^(plain|compatible|safe)$/, 'unknown'],
  ['type', new RegExp(`^(${ACCOUNT_TYPES.join('|')})$`), 'unknown'],
  ['apiUrl', /^https?:\/\/[^\s?#]+$/, 'bad_url'],
];

export function problemsOf(account: NewWechatAccount): FieldFaults {
  const wrong = RULES.filter(([field, valid]) => !valid.test(account[field] ?? fallback(field)));
  return Object.fromEntries(wrong.map(([field, , fault]) => [field, fault]));
}

export function problemsOfCredential(given: Partial<Credential>): FieldFaults {
  const wrong = RULES.filter(
    ([field, valid]) =>
      (field === 'token' || field === 'aesKey') && given[field] !== undefined && !valid.test(given[field]),
  );
  return Object.fromEntries(wrong.map(([field, , fault]) => [field, fault]));
}

export function problemsOfSettings(settings: AccountSettings): FieldFaults {
  const wrong = RULES.filter(([field, valid]) => {
    const given = Object.hasOwn(settings, field) ? settings[field as keyof AccountSettings] : undefined;
    return typeof given === 'string' && !valid.test(given);
  });
  const problems = Object.fromEntries(wrong.map(([field, , fault]) => [field, fault]));
  return isUnseen(settings.name) ? { ...problems, name: 'required' } : problems;
}

function fallback(field: TextField): string {
  if (field === 'type') return 'service';
  return field === 'apiUrl' ? 'https://api.weixin.qq.com' : '';
}
