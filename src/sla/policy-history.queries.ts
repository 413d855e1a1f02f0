import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { Version } from '../hours/index.js';
import type { PolicyDraft } from './policy-draft.js';

export interface PolicyVersion extends Version {
  draft: PolicyDraft;
}

const MOST = 50;

@Injectable()
export class PolicyHistory {
  constructor(private readonly database: Database) {}

  of(key: string): Promise<PolicyVersion[]> {
    return this.database.rows(sql`
      select v.version, v.saved_at as "from", m.name as by, v.draft
        from policy_version v join policy p on p.id = v.policy_id left join member m on m.id = v.saved_by
       where p.key = ${key} order by v.version desc limit ${MOST}`);
  }
}
