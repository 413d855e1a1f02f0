import { Injectable } from '@nestjs/common';
import { setTimeout } from 'node:timers/promises';
import { Vault } from '../../../platform/crypto/index.js';
import { Database, sql, type Sql } from '../../../platform/database/index.js';
import type { WechatAccount } from '../account.js';
import { ApiError, NotSent, NoToken, Unanswered } from './api-errors.js';
import { Unparsable } from '../fields.js';
import { ACCESS_TOKEN } from '../secrets.service.js';
import { Tallies } from '../tallies.service.js';
import { askForToken, type StableToken } from './stable-token.js';

export interface AccessToken {
  text: string;
  version: number;
}

interface TokenRow {
  tokenCipher: string | null;
  version: number;
  usable: boolean;
}

const LEASE_SECONDS = 8;
const REREAD_MS = 100;
const PATIENCE_MS = 7000;

/**
 * The access token is stored in one row for all processes. One of them holds the lease of the row and asks
 * WeChat, and the others wait. No transaction is open meanwhile. Lease and expiry are in real time.
 */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly tallies: Tallies,
  ) {}

  async current(account: WechatAccount): Promise<AccessToken> {
    return this.newerThan(account, undefined);
  }

  /** WeChat is asked only if no other process has renewed the token meanwhile. Throws `NoToken`. */
  async renewed(account: WechatAccount, refused: AccessToken): Promise<AccessToken> {
    return this.newerThan(account, refused.version);
  }

  /**
   * Asks WeChat even if a stored token is valid, which proves that the AppSecret is right. Throws `NoToken`.
   */
  async proven(account: WechatAccount): Promise<AccessToken> {
    return this.newerThan(account, (await this.stored(account))?.version ?? 0);
  }

  private async newerThan(account: WechatAccount, refused: number | undefined): Promise<AccessToken> {
    for (let waited = 0; waited < PATIENCE_MS; waited += REREAD_MS) {
      const row = await this.stored(account);
      if (row?.tokenCipher && row.usable && row.version !== refused) {
        return { text: this.vault.decrypt(row.tokenCipher, ACCESS_TOKEN), version: row.version };
      }
      const version = row?.version ?? 0;
      const renewed = (await this.lease(account, version)) ? await this.renew(account, version) : undefined;
      if (renewed) {
        return renewed;
      }
      await setTimeout(REREAD_MS);
    }
    throw new NoToken(new Unanswered('Another process has been asking for it too long'));
  }

  private async stored(account: WechatAccount): Promise<TokenRow | undefined> {
    return this.database.maybe<TokenRow>(sql`
      select token_cipher, version, expires_at > clock_timestamp() as usable
      from wechat_token where account_id = ${account.channel.id}`);
  }

  private async lease(account: WechatAccount, version: number): Promise<boolean> {
    const leased = await this.database.run(sql`
      insert into wechat_token (account_id, renewing_until) values (${account.channel.id}, ${inSeconds(LEASE_SECONDS)})
      on conflict (account_id) do update set renewing_until = excluded.renewing_until
      where wechat_token.version = ${version}
        and (wechat_token.renewing_until is null or wechat_token.renewing_until < clock_timestamp())`);
    return leased === 1;
  }

  private async renew(account: WechatAccount, version: number): Promise<AccessToken | undefined> {
    try {
      return await this.store(account, version, await askForToken(account));
    } catch (error) {
      await this.release(account, version);
      throw isOutside(error) ? new NoToken(error) : error;
    }
  }

  private async store(account: WechatAccount, version: number, { token, seconds }: StableToken) {
    const stored = await this.database.maybe<{ version: number }>(sql`
      update wechat_token set token_cipher = ${this.vault.encrypt(token, ACCESS_TOKEN)},
        expires_at = ${inSeconds(seconds)}, version = version + 1, renewing_until = null
      where account_id = ${account.channel.id} and version = ${version} returning version`);
    await this.tallies.count(account.channel.id, 'token');
    return stored && { text: token, version: stored.version };
  }

  private async release(account: WechatAccount, version: number): Promise<void> {
    await this.database.run(sql`
      update wechat_token set renewing_until = null
      where account_id = ${account.channel.id} and version = ${version}`);
  }
}

function isOutside(error: unknown): boolean {
  return [ApiError, NotSent, Unanswered, Unparsable].some((kind) => error instanceof kind);
}

function inSeconds(seconds: number): Sql {
  return sql`clock_timestamp() + make_interval(secs => ${seconds})`;
}
