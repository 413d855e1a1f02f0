import { Injectable } from '@nestjs/common';
import { ChannelAccounts } from '../../delivery/index.js';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Config } from '../../platform/config/index.js';
import { Vault } from '../../platform/crypto/index.js';
import { Database, sql, type Sql } from '../../platform/database/index.js';
import { type FieldFaults, Invalid } from '../../platform/http/index.js';
import type { AccountType } from './abilities.js';
import {
  type Credential,
  KIND,
  type Mode,
  type NewWechatAccount,
  problemsOf,
  problemsOfCredential,
  type WechatAccount,
} from './account.js';
import { type OpenTest, SENT_IN } from './self-test/self-test.js';
import { AES_KEY, APP_SECRET, TOKEN } from './secrets.service.js';

interface AccountRow {
  id: string;
  key: string;
  name: string;
  departmentId: string;
  enabled: boolean;
  appId: string;
  originalId: string;
  mode: Mode;
  accountType: AccountType;
  verified: boolean;
  apiUrl: string | null;
  appSecretCipher: string;
  tokenCipher: string;
  aesKeyCipher: string;
  previousTokenCipher: string | null;
  previousAesKeyCipher: string | null;
  test: OpenTest | null;
  refused: WechatAccount['refused'];
}

/**
 * WeChat's servers take a while to learn a new token or key, and they repeat earlier pushes with the old one.
 */
const ROTATION = '1 day';

@Injectable()
export class WechatAccounts {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly config: Config,
    private readonly channels: ChannelAccounts,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  async byKey(key: string): Promise<WechatAccount | undefined> {
    return this.find(sql`channel_account.key = ${key}`);
  }

  async byId(accountId: string): Promise<WechatAccount | undefined> {
    return this.find(sql`channel_account.id = ${accountId}`);
  }

  async add(account: NewWechatAccount): Promise<string> {
    refuseWhere(problemsOf(account));
    return this.database.transaction(async () => {
      const { key, name = key, department = 'support' } = account;
      const id = await this.channels.create({ key, kind: KIND, name, department });
      await this.database.run(sql`
        insert into wechat_account
          (account_id, app_id, original_id, mode, account_type, verified, api_url, app_secret_cipher, token_cipher, aes_key_cipher)
        values (${id}, ${account.appId}, ${account.originalId}, ${account.mode},
          ${account.type ?? 'service'}, ${account.verified ?? true}, ${account.apiUrl ?? null},
          ${this.vault.encrypt(account.appSecret, APP_SECRET)}, ${this.vault.encrypt(account.token, TOKEN)},
          ${this.vault.encrypt(account.aesKey, AES_KEY)})`);
      const { appId, originalId, mode, type = 'service', verified = true, apiUrl } = account;
      const after = { key, name, department, appId, originalId, mode, type, verified, apiUrl };
      await this.audit.record({ action: 'account.added', subject: { type: 'account', id }, after });
      return id;
    });
  }

  /** The old token and key are accepted for one more day of real time. Throws `Invalid`. */
  async rotate(accountId: string, { token, aesKey }: Partial<Credential>): Promise<void> {
    refuseWhere(problemsOfCredential({ token, aesKey }));
    await this.database.run(sql`
      update wechat_account
         set previous_token_cipher = token_cipher, previous_aes_key_cipher = aes_key_cipher,
             previous_until = clock_timestamp() + ${ROTATION}::interval,
             token_cipher = coalesce(${token ? this.vault.encrypt(token, TOKEN) : null}, token_cipher),
             aes_key_cipher = coalesce(${aesKey ? this.vault.encrypt(aesKey, AES_KEY) : null}, aes_key_cipher)
       where account_id = ${accountId}`);
  }

  async reachAt(accountId: string, apiUrl: string): Promise<void> {
    await this.database.run(
      sql`update wechat_account set api_url = ${apiUrl} where account_id = ${accountId}`,
    );
  }

  private async find(condition: Sql): Promise<WechatAccount | undefined> {
    const row = await this.database.maybe<AccountRow>(sql`
      select channel_account.id, key, name, department_id, enabled,
        app_id, original_id, mode, account_type, verified, api_url, app_secret_cipher, token_cipher, aes_key_cipher,
        case when previous_until > clock_timestamp() then previous_token_cipher end as previous_token_cipher,
        case when previous_until > clock_timestamp() then previous_aes_key_cipher end as previous_aes_key_cipher,
        (${openTest(this.clock.now())}) test,
        (select coalesce(jsonb_object_agg(ability, reason), '{}') from wechat_refused_ability r
          where r.account_id = channel_account.id) refused
      from channel_account join wechat_account on wechat_account.account_id = channel_account.id
      where ${condition}`);
    return row && this.opened(row);
  }

  private opened(row: AccountRow): WechatAccount {
    const { id, key, name, departmentId, enabled } = row;
    const [present, ...previous] = this.credentials(row);
    return {
      channel: { id, key, kind: KIND, name, departmentId, enabled },
      appId: row.appId,
      originalId: row.originalId,
      mode: row.mode,
      type: row.accountType,
      verified: row.verified,
      refused: row.refused,
      apiUrl: (row.apiUrl ?? this.config.wechatApiUrl).replace(/\/+$/, ''),
      appSecret: this.vault.decrypt(row.appSecretCipher, APP_SECRET),
      ...present,
      credentials: [present, ...previous],
      test: row.test,
    };
  }

  private credentials(row: AccountRow): [Credential, ...Credential[]] {
    const present = this.credential(row.tokenCipher, row.aesKeyCipher);
    const { previousTokenCipher, previousAesKeyCipher } = row;
    return previousTokenCipher && previousAesKeyCipher
      ? [present, this.credential(previousTokenCipher, previousAesKeyCipher)]
      : [present];
  }

  private credential(tokenCipher: string, aesKeyCipher: string): Credential {
    return {
      token: this.vault.decrypt(tokenCipher, TOKEN),
      aesKey: this.vault.decrypt(aesKeyCipher, AES_KEY),
    };
  }
}

function openTest(now: Date): Sql {
  return sql`
    select jsonb_build_object('id', t.id::text, 'word', t.word, 'externalId', t.external_id,
             'wants', (select coalesce(jsonb_agg(s.step), '[]') from wechat_test_step s
                        where s.test_id = t.id and s.step = any(${[...SENT_IN]}::text[]) and s.state in ('waiting', 'failed')))
      from wechat_test t where t.account_id = channel_account.id and t.until > ${now} order by t.id desc limit 1`;
}

export function refuseWhere(problems: FieldFaults): void {
  if (Object.keys(problems).length > 0) throw Invalid.fields(problems);
}
