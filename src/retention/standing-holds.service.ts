import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, empty, sql } from '../platform/database/index.js';
import { ID, limitOf, type Page, pageOf, type PageRequest, readCursor } from '../platform/http/index.js';
import type { LegalHold } from './legal-holds.service.js';
import { standsAt } from './standing.js';

/** `customer` is whom the hold is about, also where it names only one ticket or conversation. */
export interface StandingHold extends Omit<LegalHold, 'stands' | 'liftedBy' | 'liftedAt'> {
  customer: { id: string; name: string };
}

/** All holds that stand, so that none is forgotten. */
@Injectable()
export class StandingHolds {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The newest first. */
  async list(page: PageRequest = {}): Promise<Page<StandingHold>> {
    const limit = limitOf(page.limit);
    const before = readCursor(page.cursor, ID);
    const rows = await this.database.rows<StandingHold>(sql`
      select h.id, jsonb_build_object('type', h.subject_type, 'id', h.subject_id::text) subject, 'T' || t.number number,
             h.reason, h.until, s.name set_by, h.set_at, jsonb_build_object('id', u.id::text, 'name', u.name) customer
        from legal_hold h join member s on s.id = h.set_by
        left join ticket t on h.subject_type = 'ticket' and t.id = h.subject_id
        left join conversation c on h.subject_type = 'conversation' and c.id = h.subject_id
        join customer u on u.id = coalesce(t.customer_id, c.customer_id, h.subject_id)
       where ${standsAt(this.clock.now())} ${before ? sql`and h.id < ${before[0]}` : empty}
       order by h.id desc limit ${limit + 1}`);
    return pageOf(rows, limit, ({ id }) => [id]);
  }
}
