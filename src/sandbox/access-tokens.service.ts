import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Quotas } from './quotas.service.js';
import { WechatRefusal } from './wechat-refusal.js';

const LIFE_MS = 7_200_000;
/** A stable token is renewed in its last five minutes. A plain token that was replaced stays valid for five more. */
const OVERLAP_MS = 300_000;
const FORCED_PER_DAY = 20;
const FORCED_APART_MS = 30_000;
const DAY_MS = 24 * 3_600_000;

export interface GrantedToken {
  access_token: string;
  expires_in: number;
}

@Injectable()
export class AccessTokens {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly quotas: Quotas,
  ) {}

  /** Returns the same token until its last five minutes. `force` invalidates it at once. */
  async stable(appId: string, secret: string, force: boolean): Promise<GrantedToken> {
    return this.database.transaction(async () => {
      await this.admit(appId, secret);
      const kept = force ? undefined : await this.freshToken(appId);
      if (kept) return this.granted(kept.token, kept.expiresAt);
      if (force) await this.limitForcing(appId);
      return this.issue(appId, 'stable', force);
    });
  }

  /** Returns a new token with every call. The earlier one stays valid for five more minutes. */
  async plain(appId: string, secret: string): Promise<GrantedToken> {
    return this.database.transaction(async () => {
      await this.admit(appId, secret);
      await this.quotas.spend(appId, 'token');
      await this.expire(appId, 'plain', new Date(this.clock.now().getTime() + OVERLAP_MS));
      return this.issue(appId, 'plain');
    });
  }

  /** Refuses with 41001, 40001 or 42001. */
  async appOf(token: string | undefined): Promise<string> {
    if (!token) throw new WechatRefusal(41001);
    const row = await this.database.maybe<{ appId: string; expiresAt: Date }>(
      sql`select app_id, expires_at from sandbox.access_token where token = ${token}`,
    );
    if (!row) throw new WechatRefusal(40001);
    if (row.expiresAt <= this.clock.now()) throw new WechatRefusal(42001);
    return row.appId;
  }

  /** Refuses with 40013, 40125 or 40164. */
  async admit(appId: string, secret: string): Promise<void> {
    const account = await this.database.maybe<{ appSecret: string; condition: string }>(
      sql`select app_secret, condition from sandbox.account where app_id = ${appId} for update`,
    );
    if (!account) throw new WechatRefusal(40013);
    if (account.appSecret !== secret) throw new WechatRefusal(40125);
    if (account.condition === 'address') throw new WechatRefusal(40164);
  }

  private async freshToken(appId: string): Promise<{ token: string; expiresAt: Date } | undefined> {
    const renewBefore = new Date(this.clock.now().getTime() + OVERLAP_MS);
    return this.database.maybe(sql`
      select token, expires_at from sandbox.access_token
       where app_id = ${appId} and kind = 'stable' and expires_at > ${renewBefore} limit 1`);
  }

  /** Refuses a forced renewal with 45009 after twenty in a day, and with 45011 within half a minute of the last. */
  private async limitForcing(appId: string): Promise<void> {
    const now = this.clock.now();
    const dayAgo = new Date(now.getTime() - DAY_MS);
    const { count, last } = await this.database.one<{ count: number; last: Date | null }>(sql`
      select count(*)::int count, max(forced_at) last from sandbox.access_token
       where app_id = ${appId} and forced_at > ${dayAgo} and forced_at <= ${now}`);
    if (last && now.getTime() - last.getTime() < FORCED_APART_MS) throw new WechatRefusal(45011);
    if (count >= FORCED_PER_DAY) throw new WechatRefusal(45009);
    await this.expire(appId, 'stable', now);
  }

  private async expire(appId: string, kind: 'stable' | 'plain', at: Date): Promise<void> {
    await this.database.run(sql`
      update sandbox.access_token set expires_at = least(expires_at, ${at}) where app_id = ${appId} and kind = ${kind}`);
  }

  private async issue(appId: string, kind: 'stable' | 'plain', forced = false): Promise<GrantedToken> {
    const token = `${kind}_${randomBytes(60).toString('base64url')}`;
    const expiresAt = new Date(this.clock.now().getTime() + LIFE_MS);
    await this.database.run(sql`
      insert into sandbox.access_token (token, app_id, kind, expires_at, forced_at)
      values (${token}, ${appId}, ${kind}, ${expiresAt}, ${forced ? this.clock.now() : null})`);
    return this.granted(token, expiresAt);
  }

  private granted(token: string, expiresAt: Date): GrantedToken {
    return {
      access_token: token,
      expires_in: Math.round((expiresAt.getTime() - this.clock.now().getTime()) / 1000),
    };
  }
}
