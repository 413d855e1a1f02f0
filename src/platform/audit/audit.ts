import { Injectable } from '@nestjs/common';
import { Database, sql } from '../database/index.js';
import { type Actor, SYSTEM } from '../events/index.js';
import { currentRequest } from '../http/index.js';

/** `before` and `after` hold the facts that changed. Secrets and personal data must not stand there. */
export interface Act {
  /** A dotted name such as `calendar.changed`; `audit.action.<name>` of the locale files is its sentence. */
  action: string;
  subject: { type: string; id: string };
  before?: object;
  after?: object;
  /** The person who asks, unless it is said here. */
  by?: Actor;
}

export interface BrokenLink {
  id: string;
  /** `changed`: the row is not what was written. `missing`: a row before it, or after the last one, was taken out. */
  fault: 'changed' | 'missing';
}

/** The list of who did what, for administrators. Its rows are chained by hashes and are never changed. */
@Injectable()
export class Audit {
  constructor(private readonly database: Database) {}

  /**
   * Adds the act to the list when the current transaction commits, and not at all where it is undone. Without a
   * transaction it is added at once.
   */
  async record(act: Act): Promise<void> {
    const row = rowOf(act);
    if (this.database.inTransaction) this.database.beforeCommit(() => this.append(row));
    else await this.database.transaction(() => this.append(row));
  }

  /** Reads the whole chain and returns its first fault. */
  async firstFault(): Promise<BrokenLink | undefined> {
    return this.database.maybe<BrokenLink>(sql`
      with chain as (
        select a.id, a.hash = audit_hash(a) as intact,
               coalesce(a.previous = lag(a.hash) over by_id, true) as linked,
               lead(a.id) over by_id is null as newest, a.hash
          from audit a window by_id as (order by a.id)
      )
      select id, case when intact then 'missing' else 'changed' end as fault from chain
       where not intact or not linked
          or (newest and not exists (select from audit_tip t where t.id = chain.id and t.hash = chain.hash))
       order by id limit 1`);
  }

  private async append(row: object): Promise<void> {
    await this.database.rows(sql`select append_audit(${JSON.stringify(row)}::jsonb)`);
  }
}

function rowOf({ action, subject, before, after, by }: Act): object {
  const request = currentRequest();
  const actor = by ?? request?.caller ?? SYSTEM;
  return {
    action,
    subject_type: subject.type,
    subject_id: subject.id,
    before,
    after,
    actor_kind: actor.kind,
    actor_id: actor.id,
    address: request?.ip,
    request_id: request?.id,
  };
}
