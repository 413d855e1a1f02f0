import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { hashed, newToken } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import { NotFound } from '../platform/http/index.js';
import { nameOf } from './account.js';

export interface ApiToken {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** A token may do whatever its member may. It is shown once, and only its hash is stored. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Throws `NotFound` for a member who is disabled or does not exist. */
  async create(memberId: string, name: string, by: Actor): Promise<{ id: string; token: string }> {
    const token = newToken();
    return this.database.transaction(async () => {
      const made = await this.database.maybe<{ id: string }>(sql`
        insert into api_token (member_id, name, token_hash, created_at)
        select id, ${nameOf(name)}, ${hashed(token)}, ${this.clock.now()}
          from member where id = ${memberId} and state = 'active' returning id`);
      if (!made) throw new NotFound('member_not_found');
      await this.events.record(
        'member.token_created',
        { type: 'member', id: memberId },
        { tokenId: made.id },
        by,
      );
      return { id: made.id, token };
    });
  }

  list(memberId: string): Promise<ApiToken[]> {
    return this.database.rows<ApiToken>(sql`
      select id, name, created_at, last_used_at from api_token
       where member_id = ${memberId} and revoked_at is null order by id desc`);
  }

  /** Throws `NotFound` for a token that is revoked or belongs to another member. */
  async revoke(memberId: string, tokenId: string, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      const revoked = await this.database.run(sql`
        update api_token set revoked_at = ${this.clock.now()}
         where id = ${tokenId} and member_id = ${memberId} and revoked_at is null`);
      if (revoked === 0) throw new NotFound('token_not_found');
      await this.events.record('member.token_revoked', { type: 'member', id: memberId }, { tokenId }, by);
    });
  }
}
