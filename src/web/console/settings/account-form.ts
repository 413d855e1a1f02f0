import type { NewWechatAccount } from '../../../channels/wechat-official/index.js';
import { type FormState, refused } from '../form-state.js';

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

const SECRETS: readonly string[] = ['appSecret', 'token', 'aesKey'];
const SHOWN = ACCOUNT_FIELDS.filter((field) => !SECRETS.includes(field));

type Typed = Record<(typeof ACCOUNT_FIELDS)[number], string>;

/** Blanks around a pasted value are no part of it; an empty name or API address is none. */
export function accountOf(typed: Typed): NewWechatAccount {
  const trimmed = Object.fromEntries(
    Object.entries(typed).map(([field, text]) => [field, text.trim()]),
  ) as Typed;
  const { name, apiUrl, type, verified, ...rest } = trimmed;
  return {
    ...rest,
    type: type || 'service',
    verified: verified !== 'no',
    ...(name && { name: name.slice(0, 80) }),
    ...(apiUrl && { apiUrl }),
  };
}

/** With a sentence of ours per field, and without the secrets. */
export function refusedAccount(error: unknown, typed: Typed): { status: number; form: FormState } {
  const values = Object.fromEntries(SHOWN.map((field) => [field, typed[field]]));
  const { status, form } = refused(error, values);
  const errors = Object.fromEntries(Object.keys(form.errors).map((field) => [field, `account_${field}`]));
  return { status, form: { ...form, errors } };
}
