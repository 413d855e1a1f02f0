import type { AccountSettings, NewWechatAccount } from '../../../../channels/wechat-official/index.js';
import { type FormState, refused } from '../../form-state.js';

export const ACCOUNT_FIELDS = [
  'key',
  'name',
  'department',
  'originalId',
  'appId',
  'appSecret',
  'token',
  'aesKey',
  'type',
  'verified',
  'mode',
  'apiUrl',
] as const;

/** The key and the original id stay: WeChat calls by them. */
export const CHANGED_FIELDS = [
  'name',
  'department',
  'appId',
  'appSecret',
  'token',
  'aesKey',
  'type',
  'verified',
  'mode',
  'apiUrl',
] as const;

const SECRETS: readonly string[] = ['appSecret', 'token', 'aesKey'];
const SHOWN = ACCOUNT_FIELDS.filter((field) => !SECRETS.includes(field));

type Typed = Record<(typeof ACCOUNT_FIELDS)[number], string>;
type Changed = Record<(typeof CHANGED_FIELDS)[number], string>;

/** Blanks around a pasted value are no part of it; an empty name or API address is none. */
export function accountOf(typed: Typed): NewWechatAccount {
  const { name, apiUrl, type, verified, ...rest } = trimmed(typed);
  return {
    ...rest,
    type: type || 'service',
    verified: verified !== 'no',
    ...(name && { name: name.slice(0, 80) }),
    ...(apiUrl && { apiUrl }),
  };
}

/** An empty secret stays as it is; an empty API address is the usual one. */
export function settingsOf(typed: Changed): AccountSettings {
  const { name, verified, appSecret, token, aesKey, apiUrl, ...rest } = trimmed(typed);
  return {
    ...rest,
    name: name.slice(0, 80),
    verified: verified !== 'no',
    ...(appSecret && { appSecret }),
    ...(token && { token }),
    ...(aesKey && { aesKey }),
    ...(apiUrl && { apiUrl }),
  };
}

/** With a sentence of ours per field, and without the secrets. */
export function refusedAccount(error: unknown, typed: Partial<Typed>): { status: number; form: FormState } {
  const values = Object.fromEntries(SHOWN.map((field) => [field, typed[field]]));
  const { status, form } = refused(error, values);
  const errors = Object.fromEntries(Object.keys(form.errors).map((field) => [field, `account_${field}`]));
  return { status, form: { ...form, errors } };
}

function trimmed<T extends Record<string, string>>(typed: T): T {
  return Object.fromEntries(Object.entries(typed).map(([field, text]) => [field, text.trim()])) as T;
}
