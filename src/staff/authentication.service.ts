import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { hashed } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { Member, MemberFacts } from './member.js';
import { selectMember, toMember } from './member.rows.js';
import type { Scope } from './scope.js';

/** A token as a request brings it. */
export interface UsedToken {
  id: string;
  scopes: Scope[];
  perMinute: number;
  expiresAt: Date | null;
}

/** Every request asks the database, so that a revoked right ends at once. */
@Injectable()
export class Authentication {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async bySession(memberId: string): Promise<Member | undefined> {
    const row = await this.database.maybe<MemberFacts>(
      sql`${selectMember} where m.id = ${memberId} and m.state = 'active'`,
    );
    return row && toMember(row);
  }

  /**
   * Returns undefined if the token is unknown, revoked or over, or its member disabled. Its last use is recorded at
   * most once a minute.
   */
  async byToken(token: string): Promise<{ member: Member; token: UsedToken } | undefined> {
    const now = this.clock.now();
    const row = await this.database.maybe<MemberFacts & Omit<UsedToken, 'id'> & { tokenId: string }>(sql`
      with good as (
        select id, member_id, scopes, per_minute, expires_at, last_used_at from api_token
         where token_hash = ${hashed(token)} and revoked_at is null
           and (expires_at is null or expires_at > clock_timestamp())
      ), noted as (
        update api_token t set last_used_at = ${now}::timestamptz from good
         where t.id = good.id
           and (good.last_used_at is null or good.last_used_at < ${now}::timestamptz - interval '1 minute')
      )
      select member.*, good.id as token_id, good.scopes, good.per_minute, good.expires_at
        from good join (${selectMember}) member on member.id = good.member_id
       where member.state = 'active'`);
    if (!row) return undefined;
    const { tokenId: id, scopes, perMinute, expiresAt } = row;
    return { member: toMember(row), token: { id, scopes, perMinute, expiresAt } };
  }
}
