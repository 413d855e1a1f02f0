import { allowanceOf } from '../../src/delivery/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import type { TestPlatform } from './app.js';

export interface Ledger {
  remaining: number;
  keptBack: number;
  closesAt: Date | null;
  reachable: boolean;
  unreachableReason: string | null;
  /** The windows are open ones, with the last to close first. */
  windows: { source: string; used: number; allowance: number; closesAt: Date }[];
}

/** Returns whether an identity can be written to, and until when. */
export async function ledgerOf(program: Pick<TestPlatform, 'get'>, identityId: string): Promise<Ledger> {
  const now = program.get(Clock).now();
  const database = program.get(Database);
  const ledger = await database.one<Omit<Ledger, 'windows'>>(sql`
    select a.remaining, a.kept_back, a.closes_at, coalesce(l.reachable, true) reachable, l.unreachable_reason
      from (${allowanceOf(sql`${identityId}`, now)}) a
      left join contact_ledger l on l.identity_id = ${identityId}`);
  const windows = await database.rows<Ledger['windows'][number]>(sql`
    select source, used, allowance, closes_at from contact_window
     where identity_id = ${identityId} and closes_at > ${now} order by closes_at desc`);
  return { ...ledger, windows };
}
