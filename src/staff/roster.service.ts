import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { NotFound } from '../platform/http/index.js';
import type { Member, MemberFacts } from './member.js';
import { selectMember, toMember } from './member.rows.js';

@Injectable()
export class Roster {
  constructor(private readonly database: Database) {}

  /** Lists disabled members last. It is not paged, because a staff has some hundred people at most. */
  async list(): Promise<Member[]> {
    return this.members(sql`${selectMember} order by m.state, m.id`);
  }

  async byIds(ids: string[]): Promise<Member[]> {
    return this.members(sql`${selectMember} where m.id = any(${ids}::bigint[]) order by m.id`);
  }

  /** Throws `NotFound` if there is no such member. */
  async byId(id: string): Promise<Member> {
    const [found] = await this.byIds([id]);
    if (!found) throw new NotFound('member_not_found');
    return found;
  }

  /** Throws `NotFound` if nobody has this address. */
  async byEmail(email: string): Promise<Member> {
    const [found] = await this.members(sql`${selectMember} where lower(m.email) = lower(${email.trim()})`);
    if (!found) throw new NotFound('member_not_found', { named: email });
    return found;
  }

  private async members(query: ReturnType<typeof sql>): Promise<Member[]> {
    return (await this.database.rows<MemberFacts>(query)).map(toMember);
  }
}
