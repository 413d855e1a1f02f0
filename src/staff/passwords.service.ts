import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import { type BackOff, Invalid, RateLimits } from '../platform/http/index.js';
import { Access } from './access.service.js';
import type { Member } from './member.js';
import { isPassword } from './password-hashes.js';
import { PasswordRules } from './password-rules.service.js';
import { Roster } from './roster.service.js';

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
    private readonly access: Access,
    private readonly rules: PasswordRules,
    private readonly roster: Roster,
    limits: RateLimits,
  ) {
    this.guesses = limits.backOff('password-change');
  }

  /** Throws `Invalid` for the field `current` or `wanted`, or `TooMany`. */
  async change(member: Member, { current, wanted, loginId }: PasswordChange): Promise<void> {
    await this.confirm(member, current);
    await this.set(member.id, await this.rules.hash(wanted, member, 'wanted'), { by: member, loginId });
  }

  /** Throws `Invalid` for the field `current`, or `TooMany`. */
  async confirm(member: Member, current: string): Promise<void> {
    await this.guesses.guess(member.id);
    const { passwordHash } = await this.database.one<{ passwordHash: string }>(
      sql`select password_hash from member where id = ${member.id}`,
    );
    if (!(await isPassword(current, passwordHash))) throw Invalid.field('current', 'wrong_password');
    await this.guesses.forget(member.id);
  }

  /** Throws `NotFound`, or `Invalid` for the field `password`. */
  async reset(memberId: string, wanted: string, by: Actor): Promise<void> {
    const member = await this.roster.byId(memberId);
    await this.set(memberId, await this.rules.hash(wanted, member), { by });
  }

  private async set(
    memberId: string,
    hash: string,
    { by, loginId }: { by: Actor; loginId?: string },
  ): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`update member set password_hash = ${hash} where id = ${memberId}`);
      await this.events.record('member.password_changed', { type: 'member', id: memberId }, {}, by);
      await this.access.end(memberId, by, loginId);
    });
  }
}
