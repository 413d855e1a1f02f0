import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { hashed } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { NotFound } from '../platform/http/index.js';
import type { Invitation } from './invitation.js';
import type { Member } from './member.js';
import { Members } from './members.service.js';

export interface Joining {
  name: string;
  password: string;
  language?: string;
}

@Injectable()
export class Joinings {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly members: Members,
  ) {}

  /** Throws `NotFound` (`invitation_over`) for a link that is unknown, expired, revoked or used. */
  async find(token: string): Promise<Invitation> {
    const found = await this.database.maybe<Invitation>(sql`
      select id, email, name, role, department_ids::text[] as department_ids, created_at, expires_at
        from invitation where token_hash = ${hashed(token)} and ${this.stillOpen()}`);
    if (!found) throw over();
    return found;
  }

  /**
   * If two people answer at the same moment, only one joins. Throws as `find` does, or `Invalid` for a wrong
   * field.
   */
  async accept(token: string, joining: Joining): Promise<Member> {
    await this.find(token);
    return this.take(hashed(token), joining);
  }

  /** Without a name the member has the one that stands in the invitation. Throws as `find` does. */
  acceptThrough(tokenHash: string, joining: Omit<Joining, 'name'> & { name?: string }): Promise<Member> {
    return this.take(tokenHash, joining);
  }

  private take(tokenHash: string, joining: Partial<Joining> & { password: string }): Promise<Member> {
    return this.database.transaction(async () => {
      const invitation = await this.database.maybe<Invitation>(sql`
        update invitation set accepted_at = ${this.clock.now()}
         where token_hash = ${tokenHash} and ${this.stillOpen()}
        returning id, email, name, role, department_ids::text[] as department_ids`);
      if (!invitation) throw over();
      const { id: invitationId, email, name, role, departmentIds } = invitation;
      return this.members.create({ name, ...joining, email, role, departmentIds, invitationId });
    });
  }

  private stillOpen() {
    return sql`accepted_at is null and revoked_at is null and expires_at > ${this.clock.now()}`;
  }
}

function over(): NotFound {
  return new NotFound('invitation_over');
}
