import { Injectable } from '@nestjs/common';
import { NotFound } from '../../../../platform/http/index.js';
import {
  type CalendarPlan,
  CalendarHistory,
  CalendarPlans,
  OfficialHolidays,
  WEEKDAYS,
} from '../../../../hours/index.js';
import { type FormPage, readTyped, type Refused, textAt, type Typed } from '../../../forms/index.js';
import { sayRegion } from '../../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { ZONES } from '../zones.js';
import { CalendarBars } from './calendar-bars.service.js';
import { type DayRow, daysIn, draftOf, startOf, valuesOf } from './calendar-form.js';
import { weekLines } from './hours-view.js';

const SPARE = 2;

@Injectable()
export class CalendarEditor implements FormPage {
  constructor(
    private readonly plans: CalendarPlans,
    private readonly holidays: OfficialHolidays,
    private readonly versions: CalendarHistory,
    private readonly bars: CalendarBars,
    private readonly workbench: Workbench,
  ) {}

  home({ params }: MemberRequest): string {
    return `/settings/calendars/${String(params.key)}`;
  }

  async one(key: string): Promise<CalendarPlan> {
    const plan = (await this.plans.list()).find((each) => each.key === key);
    if (!plan) throw new NotFound('calendar_not_found');
    return plan;
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const { key } = request.params;
    const plan = key === undefined ? undefined : await this.one(String(key));
    const plans = await this.plans.list();
    const typed =
      refused?.values ??
      valuesOf(plan ?? startOf(readTyped(request.query), plans, this.workbench.speech(request).zone));
    const days = daysIn(typed);
    const base = plans.find((each) => each.key === textAt(typed, 'base'));
    return this.workbench.render(request, 'console/settings/calendar', {
      plan,
      base,
      form: { errors: {}, ...refused, values: { ...typed, days } },
      may: { change: readerOf(request).isAdmin },
      days: WEEKDAYS.map((day) => ({ day, fromBase: base?.resolved.week[day] ?? null })),
      dates: this.dates(days, refused?.errors ?? {}),
      ...(await this.choices(request, plans, plan)),
      bars: await this.bars.of(draftOf(plan?.key ?? 'new', typed)),
      versions: await this.history(plan),
    });
  }

  async preview(request: MemberRequest, typed: Typed): Promise<string> {
    const bars = await this.bars.of(draftOf(textAt(typed, 'key') || 'new', typed));
    return this.workbench.render(request, 'console/settings/calendar-bars', { bars });
  }

  /** A fault of the date is reported at `path`. An empty row has none. */
  private dates(days: DayRow[], errors: Refused['errors']) {
    const today = this.bars.today();
    const spare = Array.from({ length: SPARE }, () => ({ date: '', path: 'none' }));
    const rows = [...days.map(({ date }) => ({ date, path: `overrides.${date}` })), ...spare];
    const numbered = rows.map((row, index) => ({ ...row, index }));
    const isPast = ({ date }: { date: string }) => date !== '' && date < today;
    const past = numbered.filter(isPast);
    return {
      past,
      wrong: past.some(({ path }) => path in errors),
      coming: numbered.filter((row) => !isPast(row)),
      next: numbered.length,
    };
  }

  private async choices(request: MemberRequest, plans: CalendarPlan[], plan?: CalendarPlan) {
    const { local, language } = this.workbench.speech(request);
    const regions = new Set((await this.holidays.lists()).map(({ region }) => region));
    return {
      zones: ZONES,
      bases: plans
        .filter(({ key }) => key !== plan?.key)
        .map(({ key, name }) => ({ value: key, label: local(name) })),
      regions: [...regions].map((value) => ({ value, label: sayRegion(value, language) })),
    };
  }

  private async history(plan?: CalendarPlan) {
    const versions = plan ? await this.versions.of(plan.key) : [];
    return versions.map(({ resolved, ...version }) => ({
      ...version,
      zone: resolved.zone,
      lines: weekLines(resolved.week),
      special: Object.keys(resolved.overrides).length,
    }));
  }
}
