import type { WechatAccount, WechatAccounts } from '../../../../channels/wechat-official/index.js';
import { NotFound } from '../../../../platform/http/index.js';

/** Throws NotFound also for an account of another channel. */
export async function officialIn(accounts: WechatAccounts, key: string): Promise<WechatAccount> {
  const account = await accounts.byKey(key);
  if (!account) throw new NotFound('account_not_found');
  return account;
}
