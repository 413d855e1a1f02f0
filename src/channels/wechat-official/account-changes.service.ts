import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/crypto/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { type Actor, Events } from '../../platform/events/index.js';
import { Invalid } from '../../platform/http/index.js';
import { type AccountSettings, problemsOfSettings } from './account.js';
import { refuseWhere, WechatAccounts } from './accounts.service.js';
import { APP_SECRET } from './secrets.service.js';

/** The key and the original id never change, because WeChat calls us by them. */
@Injectable()
export class AccountChanges {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly events: Events,
    private readonly accounts: WechatAccounts,
  ) {}

  /** A secret that is left out stays as it is. Throws `Invalid` for a wrong field. */
  async change(accountId: string, wanted: AccountSettings, by: Actor): Promise<void> {
    refuseWhere(problemsOfSettings(wanted));
    await this.database.transaction(async () => {
      await this.settle(accountId, wanted);
      const { appSecret, appId, type, verified } = wanted;
      const secret = appSecret ? this.vault.encrypt(appSecret, APP_SECRET) : null;
      const { reached } = await this.database.one<{ reached: boolean }>(sql`
        update wechat_account w
           set app_id = ${appId}, account_type = ${type}, verified = ${verified}, mode = ${wanted.mode},
               api_url = ${wanted.apiUrl ?? null}, app_secret_cipher = coalesce(${secret}, w.app_secret_cipher)
          from wechat_account before
         where before.account_id = w.account_id and w.account_id = ${accountId}
        returning before.app_id is distinct from w.app_id or before.app_secret_cipher is distinct from w.app_secret_cipher
               or before.api_url is distinct from w.api_url as reached`);
      if (reached) await this.forgetToken(accountId);
      const { token, aesKey } = wanted;
      if (token || aesKey) await this.accounts.rotate(accountId, { token, aesKey });
      await this.tell(accountId, { changed: true }, by);
    });
  }

  /** While an account is switched off it receives and sends nothing; deliveries wait. */
  async enable(accountId: string, enabled: boolean, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`update channel_account set enabled = ${enabled} where id = ${accountId}`);
      await this.tell(accountId, { enabled }, by);
    });
  }

  /** An access token that was requested with the old AppSecret proves nothing about the new one. */
  private async forgetToken(accountId: string): Promise<void> {
    await this.database.run(sql`
      update wechat_token set token_cipher = null, expires_at = null, renewing_until = null, version = version + 1
       where account_id = ${accountId}`);
  }

  private async settle(accountId: string, { name, department }: AccountSettings): Promise<void> {
    const changed = await this.database.run(sql`
      update channel_account a set name = ${name}, department_id = d.id
        from department d where d.key = ${department} and a.id = ${accountId}`);
    if (changed === 0) throw Invalid.field('department', 'unknown');
  }

  private async tell(
    accountId: string,
    data: { changed?: boolean; enabled?: boolean },
    by: Actor,
  ): Promise<void> {
    await this.events.record('account.changed', { type: 'account', id: accountId }, data, by);
  }
}
