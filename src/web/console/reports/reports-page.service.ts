import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { EscalationReport, weekOf, WeekReport, type WeekRow } from '../../../reports/index.js';
import { sumsOf } from '../refunds/refund-sums.js';
import { textAt, type Typed } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

@Injectable()
export class ReportsPage {
  constructor(
    private readonly report: WeekReport,
    private readonly escalations: EscalationReport,
    private readonly clock: Clock,
    private readonly workbench: Workbench,
  ) {}

  render(request: MemberRequest, query: Typed): Promise<string> {
    return this.workbench.render(request, 'console/reports', this.model(request, query));
  }

  private async model(request: MemberRequest, query: Typed) {
    const { isAdmin, departmentIds } = readerOf(request);
    const scope = { departmentIds: isAdmin ? ('all' as const) : departmentIds };
    const week = weekOf(textAt(query, 'week'), this.clock.now(), this.clock.zone);
    const [{ rows, median }, { asked, late }, windowsLost] = await Promise.all([
      this.report.read(scope, week),
      this.escalations.count(scope, week),
      this.report.windowsLost(scope, week),
    ]);
    return {
      week,
      lastDay: new Date(week.until.getTime() - 1),
      figures: {
        ...totalOf(rows),
        median,
        escalations: asked,
        lateEscalations: shareOf(late, asked - late),
        windowsLost,
      },
      rows: rows.map((row, index) => ({
        ...lineOf(row),
        first: row.department !== rows[index - 1]?.department,
      })),
    };
  }
}

type Count = { [Key in keyof WeekRow]: WeekRow[Key] extends number ? Key : never }[keyof WeekRow];

function totalOf(rows: WeekRow[]) {
  const sum = (key: Count) => rows.reduce((total, row) => total + row[key], 0);
  return {
    opened: sum('opened'),
    resolved: sum('resolved'),
    reopened: sum('reopened'),
    openNow: sum('openNow'),
    response: shareOf(sum('responseMet'), sum('responseBreached')),
    resolution: shareOf(sum('resolutionMet'), sum('resolutionBreached')),
    paid: sumsOf(rows.flatMap(({ paid }) => paid)),
  };
}

function lineOf(row: WeekRow) {
  const { department, priority, responseMet, responseBreached, resolutionMet, resolutionBreached } = row;
  return {
    ...row,
    href: `/tickets?${new URLSearchParams({ tab: 'all', department, priority })}`,
    response: shareOf(responseMet, responseBreached),
    resolution: shareOf(resolutionMet, resolutionBreached),
  };
}

/** The share is null if nothing was decided, because no promise at all is not a kept promise. */
function shareOf(met: number, breached: number) {
  const all = met + breached;
  return all === 0 ? null : { met, all, percent: Math.floor((met / all) * 100) };
}
