import { type Database, sql } from '../../src/platform/database/index.js';
import {
  Attainment,
  type AttainmentOf,
  type Dimension,
  type Reader,
  WeekReport,
  weekOf,
} from '../../src/reports/index.js';
import type { Desk } from './desk.js';

export interface Counts {
  kept: number;
  broken: number;
  takenBack: number;
}

/** This contains every moment of a test. */
export const EVER = { since: new Date('2020-01-01'), until: new Date('2040-01-01'), zone: 'Asia/Shanghai' };

export const EVERYBODY: Reader = { id: '0', departmentIds: [], isAdmin: true };

/** Somebody who sees one ticket alone, as a guest. */
export async function guestOf(desk: Desk, ticket: string): Promise<Reader> {
  const { id } = await desk.member('agent');
  await desk.database.run(
    sql`insert into ticket_guest (member_id, ticket_id, since) values (${id}, ${ticket}, now())`,
  );
  return { id, departmentIds: [], isAdmin: false };
}

/** Adds up the report of promises by a dimension. */
export async function countsOf(
  database: Database,
  reader: Reader,
  { by = 'policy', ...span }: Partial<AttainmentOf> & { by?: Dimension } = {},
): Promise<Record<string, Counts>> {
  const counts: Record<string, Counts> = {};
  for (const row of await new Attainment(database).rows(reader, { ...EVER, ...span, by })) {
    const sum = (counts[row.metric] ??= { kept: 0, broken: 0, takenBack: 0 });
    sum.kept += row.kept;
    sum.broken += row.broken;
    sum.takenBack += row.takenBack;
  }
  return counts;
}

/** Adds up the report of the week in which `at` lies. */
export async function weekCountsOf(database: Database, at: Date) {
  const week = weekOf(undefined, at, EVER.zone);
  const rows = await new WeekReport(database).rows({ departmentIds: 'all' }, week);
  const sum = (key: 'responseMet' | 'responseBreached' | 'resolutionMet' | 'resolutionBreached') =>
    rows.reduce((total, row) => total + row[key], 0);
  return {
    first_response: { kept: sum('responseMet'), broken: sum('responseBreached') },
    resolution: { kept: sum('resolutionMet'), broken: sum('resolutionBreached') },
  };
}
