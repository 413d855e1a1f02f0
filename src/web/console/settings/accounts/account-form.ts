import type { AccountSettings, NewWechatAccount } from '../../../../channels/wechat-official/index.js';
import type { Texts } from '../../../forms/index.js';

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

/** The key and the original id cannot be changed, because WeChat uses them in its calls. */
export const ACCOUNT_FIELDS = ['key', 'originalId', ...CHANGED_FIELDS] as const;

export type AccountFields = Texts<(typeof ACCOUNT_FIELDS)[number]>;
export type ChangedFields = Texts<(typeof CHANGED_FIELDS)[number]>;

/** An empty name or API address counts as none. */
export function accountOf(typed: AccountFields): NewWechatAccount {
  const { name, apiUrl, type, verified, ...rest } = typed;
  return {
    ...rest,
    type: type || 'service',
    verified: verified !== 'no',
    ...(name && { name: name.slice(0, 80) }),
    ...(apiUrl && { apiUrl }),
  };
}

/** An empty secret keeps the old one. An empty API address means the usual one. */
export function settingsOf(typed: ChangedFields): AccountSettings {
  const { name, verified, appSecret, token, aesKey, apiUrl, ...rest } = typed;
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
