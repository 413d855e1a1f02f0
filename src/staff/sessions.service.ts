import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import { type Login, type LoginCount, Logins, NotFound } from '../platform/http/index.js';

@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly logins: Logins,
  ) {}

  /** The newest login comes first. */
  list(memberId: string): Promise<Login[]> {
    return this.logins.of(memberId);
  }

  /** Counts the logins of everybody who is signed in. */
  counts(): Promise<LoginCount[]> {
    return this.logins.counts();
  }

  /** Throws `NotFound` for a login that is over or belongs to another member. */
  async end(memberId: string, id: string, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.logins.end(memberId, id))) throw new NotFound('login_not_found');
      await this.record(memberId, 1, by);
    });
  }

  async endAll(memberId: string, by: Actor, exceptId?: string): Promise<void> {
    await this.database.transaction(async () => {
      const count = await this.logins.endAll(memberId, exceptId);
      if (count > 0) await this.record(memberId, count, by);
    });
  }

  /** Ends the logins that began through this identity provider. */
  async endThrough(memberId: string, provider: string, by: Actor, exceptId: string): Promise<void> {
    await this.database.transaction(async () => {
      const count = await this.logins.endThrough(memberId, provider, exceptId);
      if (count > 0) await this.record(memberId, count, by);
    });
  }

  private record(memberId: string, count: number, by: Actor): Promise<void> {
    return this.events.record('member.logins_ended', { type: 'member', id: memberId }, { count }, by);
  }
}
