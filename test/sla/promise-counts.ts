import type { Database, Sql } from '../../src/platform/database/index.js';
import {
  Attainment,
  type AttainmentOf,
  type Dimension,
  WeekReport,
  weekOf,
} from '../../src/reports/index.js';

export interface Counts {
  kept: number;
  broken: number;
  takenBack: number;
}

/** This contains every moment of a test. */
export const EVER = { since: new Date('2020-01-01'), until: new Date('2040-01-01'), zone: 'Asia/Shanghai' };

/** Adds up the report of promises by a dimension; `visible` is a condition over `ticket t`. */
export async function countsOf(
  database: Database,
  visible: Sql,
  { by = 'policy', ...span }: Partial<AttainmentOf> & { by?: Dimension } = {},
): Promise<Record<string, Counts>> {
  const counts: Record<string, Counts> = {};
  for (const row of await new Attainment(database).rows(visible, { ...EVER, ...span, by })) {
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
