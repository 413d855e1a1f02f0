import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Rosters } from './rosters.service.js';
import type { Audience } from './step.js';

/** What decides whom a ticket concerns. */
export interface Concerned {
  departmentId: string;
  assigneeId: string | null;
  region: string | null;
}

/** Who is meant by "the lead", "whoever is on call" and so on. Disabled members are never meant. */
@Injectable()
export class Audiences {
  constructor(
    private readonly database: Database,
    private readonly rosters: Rosters,
  ) {}

  /** Ids; where nobody is meant, those next above: owner, lead, administrators. */
  async members(whom: Audience, of: Concerned): Promise<string[]> {
    const found = await this.only(whom, of);
    if (found.length > 0 || whom === 'admin') return found;
    return this.members(whom === 'lead' || whom === 'quality' ? 'admin' : 'lead', of);
  }

  /**
   * Who is called one after another until somebody answers: those who are meant, everybody on call in turn, the lead,
   * everybody who administers. Nobody is called twice.
   */
  async climb(whom: Audience, of: Concerned): Promise<string[][]> {
    const onCall = await this.active(await this.rosters.onCall(of.region));
    const first = whom === 'on_call' ? [] : await this.only(whom, of);
    const levels = [
      first,
      ...onCall.map((id) => [id]),
      await this.only('lead', of),
      await this.only('admin', of),
    ];
    const called = new Set<string>();
    return levels
      .map((members) => members.filter((id) => !called.has(id) && called.add(id)))
      .filter(isSomebody);
  }

  private async only(whom: Audience, of: Concerned): Promise<string[]> {
    switch (whom) {
      case 'owner':
        return this.active(of.assigneeId === null ? [] : [of.assigneeId]);
      case 'on_call':
        return (await this.active(await this.rosters.onCall(of.region))).slice(0, 1);
      case 'department':
        return this.where(sql`${inDepartment(of)}`);
      case 'lead':
        return this.where(sql`m.role in ('lead', 'finance_lead') and ${inDepartment(of)}`);
      case 'quality':
      case 'admin':
        return this.where(sql`m.role = ${whom}`);
    }
  }

  /** Those of them who are active, in their order. */
  private async active(ids: string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const there = new Set(await this.where(sql`m.id = any(${ids}::bigint[])`));
    return ids.filter((id) => there.has(id));
  }

  private async where(condition: ReturnType<typeof sql>): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>(
      sql`select m.id from member m where m.state = 'active' and ${condition} order by m.id`,
    );
    return rows.map(({ id }) => id);
  }
}

function inDepartment({ departmentId }: Concerned) {
  return sql`exists (select 1 from membership s where s.member_id = m.id and s.department_id = ${departmentId})`;
}

function isSomebody(members: string[]): boolean {
  return members.length > 0;
}
