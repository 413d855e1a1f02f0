import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { hashed } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { Member, MemberFacts } from './member.js';
import { selectMember, toMember } from './member.rows.js';

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
   * Returns undefined if the token is unknown or revoked, or its member disabled. Its last use is recorded at
   * most once a minute.
   */
  async byToken(token: string): Promise<Member | undefined> {
    const now = this.clock.now();
    const row = await this.database.maybe<MemberFacts>(sql`
      with noted as (
        update api_token set last_used_at = ${now}::timestamptz
         where token_hash = ${hashed(token)} and revoked_at is null
           and (last_used_at is null or last_used_at < ${now}::timestamptz - interval '1 minute')
      )
      ${selectMember} join api_token t on t.member_id = m.id
       where t.token_hash = ${hashed(token)} and t.revoked_at is null and m.state = 'active'`);
    return row && toMember(row);
  }
}
