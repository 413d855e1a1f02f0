import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../../platform/audit/index.js';
import { Config } from '../../platform/config/index.js';
import { Vault } from '../../platform/crypto/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { type Actor, Events } from '../../platform/events/index.js';
import { Invalid, leadsElsewhere } from '../../platform/http/index.js';
import { type AccountSettings, problemsOfSettings, type WechatAccount } from './account.js';
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
    private readonly config: Config,
    private readonly audit: Audit,
  ) {}

  /**
   * A secret that is left out stays as it is, unless it would go to another server than it was given for. Throws
   * `Invalid` for a wrong field.
   */
  async change(accountId: string, wanted: AccountSettings, by: Actor): Promise<void> {
    refuseWhere(problemsOfSettings(wanted));
    await this.database.transaction(async () => {
      await this.database.run(sql`select 1 from wechat_account where account_id = ${accountId} for update`);
      const before = await this.accounts.byId(accountId);
      if (before && !wanted.appSecret && leadsElsewhere(before.apiUrl, this.addressIn(wanted)))
        throw Invalid.field('appSecret', 'secret_again');
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
      await this.keep(before, wanted, by);
    });
  }

  /** While an account is switched off it receives and sends nothing; deliveries wait. */
  async enable(accountId: string, enabled: boolean, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`update channel_account set enabled = ${enabled} where id = ${accountId}`);
      await this.tell(accountId, { enabled }, by);
      const action = enabled ? 'account.enabled' : 'account.disabled';
      await this.audit.record({ action, subject: { type: 'account', id: accountId }, by });
    });
  }

  private addressIn({ apiUrl }: AccountSettings): string {
    return apiUrl ?? this.config.wechatApiUrl;
  }

  /** Of secrets it is kept only which ones were given. */
  private async keep(before: WechatAccount | undefined, wanted: AccountSettings, by: Actor): Promise<void> {
    if (!before) return;
    const { id } = before.channel;
    const secrets = (['appSecret', 'token', 'aesKey'] as const).filter((name) => wanted[name]);
    const after = await this.accounts.byId(id);
    const { before: old, after: now } = difference(shown(before), after && shown(after));
    await this.audit.record({
      action: 'account.changed',
      subject: { type: 'account', id },
      before: old,
      after: { ...now, ...(secrets.length > 0 && { secrets }) },
      by,
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

function shown({ channel, appId, mode, type, verified, apiUrl }: WechatAccount): object {
  const { name, departmentId } = channel;
  return { name, departmentId, appId, mode, type, verified, apiUrl };
}
