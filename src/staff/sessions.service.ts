import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import { type Login, Logins, NotFound } from '../platform/http/index.js';
import type { Member } from './member.js';

@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly logins: Logins,
  ) {}

  /** The newest login comes first. */
  list(member: Member): Promise<Login[]> {
    return this.logins.of(member.id);
  }

  /** Throws `NotFound` for a login that is over or belongs to somebody else. */
  async end(member: Member, id: string): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.logins.end(member.id, id))) throw new NotFound('login_not_found');
      await this.record(member.id, 1, member);
    });
  }

  async endAll(memberId: string, by: Actor, exceptId?: string): Promise<void> {
    await this.database.transaction(async () => {
      const count = await this.logins.endAll(memberId, exceptId);
      if (count > 0) await this.record(memberId, count, by);
    });
  }

  private record(memberId: string, count: number, by: Actor): Promise<void> {
    return this.events.record('member.logins_ended', { type: 'member', id: memberId }, { count }, by);
  }
}
