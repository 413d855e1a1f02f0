import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { SYSTEM } from '../../platform/events/index.js';
import { AppError } from '../../platform/http/index.js';
import { Employment } from '../employment.service.js';
import type { Grant } from './group-rules.js';
import type { Provider } from './kept-providers.service.js';
import type { Member } from '../member.js';

/** What is left to somebody whose groups give nothing any more. */
const NOTHING: Grant = { role: 'agent', departmentIds: [] };

/** At each sign-in through a provider its groups say anew what a member may do. */
@Injectable()
export class GroupRights {
  constructor(
    private readonly database: Database,
    private readonly employment: Employment,
    private readonly audit: Audit,
  ) {}

  /**
   * Returns false for somebody whose groups gave rights and give none any more. Somebody whom people gave the rights
   * keeps them until a group says otherwise, and the last administrator stays one.
   */
  async follow(provider: Provider, member: Member, grant: Grant | undefined): Promise<boolean> {
    if (!grant && !(await this.owes(provider, member))) return true;
    const changed = await this.change(provider, member, grant ?? NOTHING);
    if (grant) await this.mark(provider, member);
    return grant !== undefined || !changed;
  }

  private async owes({ id, groups }: Provider, member: Member): Promise<boolean> {
    if (groups.length === 0) return false;
    const { byGroups } = await this.database.one<{ byGroups: boolean }>(sql`
      select by_groups from member_identity where provider_id = ${id} and member_id = ${member.id}`);
    return byGroups;
  }

  /** Returns false if the member is the last administrator, who stays as before. */
  private async change({ key }: Provider, member: Member, wanted: Grant): Promise<boolean> {
    if (isSame(member, wanted)) return true;
    try {
      await this.employment.change(member.id, wanted, SYSTEM);
    } catch (error) {
      if (error instanceof AppError && error.code === 'last_admin') return false;
      throw error;
    }
    const after = { provider: key, role: wanted.role };
    const before = { role: member.role };
    await this.audit.record({ action: 'member.mapped', subject: member.subject, before, after });
    return true;
  }

  private async mark({ id }: Provider, member: Member): Promise<void> {
    await this.database.run(sql`
      update member_identity set by_groups = true where provider_id = ${id} and member_id = ${member.id}`);
  }
}

function isSame({ role, departmentIds }: Member, wanted: Grant): boolean {
  const sorted = (ids: string[]) => [...ids].sort().join();
  return role === wanted.role && sorted(departmentIds) === sorted(wanted.departmentIds);
}
