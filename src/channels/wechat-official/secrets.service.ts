import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/crypto/index.js';
import { Database, sql } from '../../platform/database/index.js';

export const APP_SECRET = 'wechat_account.app_secret';
export const TOKEN = 'wechat_account.token';
export const AES_KEY = 'wechat_account.aes_key';
export const ACCESS_TOKEN = 'wechat_token.token';

interface Secrets {
  accountId: string;
  appSecretCipher: string;
  tokenCipher: string;
  aesKeyCipher: string;
  previousTokenCipher: string | null;
  previousAesKeyCipher: string | null;
  accessTokenCipher: string | null;
}

@Injectable()
export class WechatSecrets {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async renew(): Promise<number> {
    return this.database.transaction(async () => {
      const rows = await this.database.rows<Secrets>(sql`
        select a.account_id, a.app_secret_cipher, a.token_cipher, a.aes_key_cipher, a.previous_token_cipher,
               a.previous_aes_key_cipher, t.token_cipher as access_token_cipher
          from wechat_account a left join wechat_token t on t.account_id = a.account_id
         order by a.account_id for update of a`);
      const fresh = JSON.stringify(rows.map((row) => this.renewed(row)));
      await this.storeAccounts(fresh);
      await this.storeTokens(fresh);
      return rows.length;
    });
  }

  private async storeAccounts(fresh: string): Promise<void> {
    await this.database.run(sql`
      update wechat_account a
         set app_secret_cipher = fresh.app_secret, token_cipher = fresh.token, aes_key_cipher = fresh.aes_key,
             previous_token_cipher = fresh.previous_token, previous_aes_key_cipher = fresh.previous_aes_key
        from jsonb_to_recordset(${fresh}::jsonb) as fresh (id bigint, app_secret text, token text, aes_key text,
                                                         previous_token text, previous_aes_key text)
       where a.account_id = fresh.id`);
  }

  /**
   * A program that renewed the token meanwhile has already used the first key, so only the token that was
   * read is replaced.
   */
  private async storeTokens(fresh: string): Promise<void> {
    await this.database.run(sql`
      update wechat_token t set token_cipher = fresh.access_token
        from jsonb_to_recordset(${fresh}::jsonb) as fresh (id bigint, access_token text, old text)
       where t.account_id = fresh.id and t.token_cipher = fresh.old`);
  }

  private renewed(row: Secrets): object {
    return {
      id: row.accountId,
      app_secret: this.anew(row.appSecretCipher, APP_SECRET),
      token: this.anew(row.tokenCipher, TOKEN),
      aes_key: this.anew(row.aesKeyCipher, AES_KEY),
      previous_token: row.previousTokenCipher && this.anew(row.previousTokenCipher, TOKEN),
      previous_aes_key: row.previousAesKeyCipher && this.anew(row.previousAesKeyCipher, AES_KEY),
      access_token: row.accessTokenCipher && this.anew(row.accessTokenCipher, ACCESS_TOKEN),
      old: row.accessTokenCipher,
    };
  }

  private anew(cipher: string, context: string): string {
    return this.vault.encrypt(this.vault.decrypt(cipher, context), context);
  }
}
