import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import { type BackOff, Invalid, NotFound, RateLimits } from '../platform/http/index.js';
import { ApiTokens } from './api-tokens.service.js';
import type { Member } from './member.js';
import { hashPassword, isPassword } from './password-hashes.js';
import { Sessions } from './sessions.service.js';

export interface PasswordChange {
  current: string;
  wanted: string;
  loginId?: string;
}

@Injectable()
export class Passwords {
  private readonly guesses: BackOff;

  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    limits: RateLimits,
  ) {
    this.guesses = limits.backOff('password-change');
  }

  /** Throws `Invalid` for the field `current` or `wanted`, or `TooMany`. */
  async change(member: Member, { current, wanted, loginId }: PasswordChange): Promise<void> {
    await this.guesses.guess(member.id);
    const { passwordHash } = await this.database.one<{ passwordHash: string }>(
      sql`select password_hash from member where id = ${member.id}`,
    );
    if (!(await isPassword(current, passwordHash))) throw Invalid.field('current', 'wrong_password');
    await this.guesses.forget(member.id);
    await this.set(member.id, await hashPassword(wanted, 'wanted'), { by: member, loginId });
  }

  async reset(memberId: string, wanted: string, by: Actor): Promise<void> {
    await this.set(memberId, await hashPassword(wanted), { by });
  }

  private async set(
    memberId: string,
    hash: string,
    { by, loginId }: { by: Actor; loginId?: string },
  ): Promise<void> {
    await this.database.transaction(async () => {
      const found = await this.database.run(
        sql`update member set password_hash = ${hash} where id = ${memberId}`,
      );
      if (found === 0) throw new NotFound('member_not_found');
      await this.events.record('member.password_changed', { type: 'member', id: memberId }, {}, by);
      await this.sessions.endAll(memberId, by, loginId);
      await this.tokens.revokeAll(memberId, by);
    });
  }
}
