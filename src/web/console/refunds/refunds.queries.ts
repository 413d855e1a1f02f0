import { Injectable } from '@nestjs/common';
import type { RefundState } from '../../../refunds/index.js';
import type { Member } from '../../../staff/index.js';
import { visibleTo } from '../../../tickets/index.js';
import { Database, sql, type Sql } from '../../../platform/database/index.js';

export const LISTED = [
  'requested',
  'approved',
  'paid',
  'rejected',
  'withdrawn',
] as const satisfies RefundState[];
export type ListedState = (typeof LISTED)[number];

export const MOST = 100;

@Injectable()
export class RefundCounts {
  constructor(private readonly database: Database) {}

  byState(member: Member): Promise<Record<ListedState, number>> {
    return this.database.one<Record<ListedState, number>>(sql`
      select ${counted(member, 'requested')} requested, ${counted(member, 'approved')} approved,
             ${counted(member, 'paid')} paid, ${counted(member, 'rejected')} rejected,
             ${counted(member, 'withdrawn')} withdrawn`);
  }
}

function counted(member: Member, state: ListedState): Sql {
  return sql`(select count(*)::int from (
    select 1 from refund r join ticket t on t.id = r.ticket_id
     where r.state = ${state} and ${visibleTo(member)} limit ${MOST}) seen)`;
}
