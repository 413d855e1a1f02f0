import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { NotFound } from '../platform/http/index.js';
import type { Member, MemberFacts } from './member.js';
import { selectMember, toMember } from './member.rows.js';

/** The staff as colleagues see it: names and departments for lists and pickers. */
@Injectable()
export class Roster {
  constructor(private readonly database: Database) {}

  /** All members, with disabled ones last. It is not paged, because a staff has some hundred people at most. */
  async list(): Promise<Member[]> {
    return this.members(sql`${selectMember} order by m.state, m.id`);
  }

  async byIds(ids: string[]): Promise<Member[]> {
    return this.members(sql`${selectMember} where m.id = any(${ids}::bigint[]) order by m.id`);
  }

  /** Throws `NotFound`. */
  async byId(id: string): Promise<Member> {
    const [found] = await this.byIds([id]);
    if (!found) throw new NotFound('member_not_found');
    return found;
  }

  /** Throws `NotFound`. */
  async byEmail(email: string): Promise<Member> {
    const [found] = await this.members(sql`${selectMember} where lower(m.email) = lower(${email.trim()})`);
    if (!found) throw new NotFound('member_not_found', { named: email });
    return found;
  }

  private async members(query: ReturnType<typeof sql>): Promise<Member[]> {
    return (await this.database.rows<MemberFacts>(query)).map(toMember);
  }
}
