import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { DateTime } from 'luxon';
import { Clock } from '../../../platform/clock/index.js';
import { type CalendarSetting, METRICS, type PolicySetting, SlaSettings } from '../../../sla/index.js';
import type { Wording } from '../../../staff/index.js';
import { OnlyFor, SessionGuard } from '../../auth/index.js';
import { type Choices, DeskQueries } from '../desk.queries.js';
import { type MemberRequest, Workbench } from '../workbench.service.js';
import { daysAhead, specialDays, weekLines } from './hours-view.js';
import { whoMay } from './sections.js';

const DAYS = 14;

/** When each desk works, and what is promised to customers. */
@Controller('settings/hours')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('hours'))
export class HoursController {
  constructor(
    private readonly settings: SlaSettings,
    private readonly desk: DeskQueries,
    private readonly clock: Clock,
    private readonly workbench: Workbench,
  ) {}

  @Get()
  async show(@Req() request: MemberRequest): Promise<string> {
    const choices = await this.desk.choices();
    const calendars = await this.settings.calendars();
    const policies = await this.settings.policies();
    return this.workbench.render(request, 'console/settings/hours', {
      calendars: calendars.map((calendar) => this.calendar(calendar, choices)),
      metrics: METRICS,
      policies: policies.map((policy) => policyLine(policy, choices)),
    });
  }

  private calendar(calendar: CalendarSetting, choices: Choices) {
    const today = DateTime.fromJSDate(this.clock.now(), { zone: calendar.zone }).toFormat('yyyy-MM-dd');
    return {
      ...calendar,
      departments: calendar.departments.map((key) => nameIn(choices.departments, key)),
      days: daysAhead(calendar, today, DAYS),
      lines: weekLines(calendar.week),
      special: specialDays(calendar, today),
    };
  }
}

function policyLine({ key, name, conditions, targets }: PolicySetting, choices: Choices) {
  const { priority, type, department, ...others } = conditions;
  const namesIn = (rows: { key: string; name: Wording }[], keys?: string) =>
    listed(keys).map((one) => nameIn(rows, one) ?? one);
  return {
    key,
    name,
    priorities: listed(priority),
    applies: [
      ...namesIn(choices.types, type),
      ...namesIn(choices.departments, department),
      ...Object.values(others).flatMap(listed),
    ],
    targets: METRICS.map((metric) => targets.find((target) => target.metric === metric) ?? null),
  };
}

/** A condition that names several values, `P0, P1`, one by one. */
function listed(values: string | undefined): string[] {
  return values ? values.split(', ') : [];
}

function nameIn<Name>(rows: { key: string; name: Name }[], key: string): Name | undefined {
  return rows.find((row) => row.key === key)?.name;
}
