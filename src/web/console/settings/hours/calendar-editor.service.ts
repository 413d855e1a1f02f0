import { Injectable } from '@nestjs/common';
import {
  type CalendarDraft,
  type CalendarPlan,
  CalendarHistory,
  CalendarPlans,
  OfficialHolidays,
  WEEKDAYS,
} from '../../../../hours/index.js';
import type { FormState } from '../../form-state.js';
import { sayRegion } from '../../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { CalendarBars } from './calendar-bars.service.js';
import { type CalendarValues, draftOf } from './calendar-form.js';
import { weekLines } from './hours-view.js';
import { ZONES } from '../zones.js';

/** Empty rows for dates that are to be added. */
const SPARE = 2;

/** The form of one calendar, with the days to come beside it and what it said before. */
@Injectable()
export class CalendarEditor {
  constructor(
    private readonly plans: CalendarPlans,
    private readonly holidays: OfficialHolidays,
    private readonly versions: CalendarHistory,
    private readonly bars: CalendarBars,
    private readonly workbench: Workbench,
  ) {}

  /** `plan`: what is changed, none for a new one. */
  async render(request: MemberRequest, form: FormState, plan?: CalendarPlan): Promise<string> {
    const plans = await this.plans.list();
    const values = form.values as CalendarValues;
    const base = plans.find(({ key }) => key === values.base);
    return this.workbench.render(request, 'console/settings/calendar', {
      ...{ plan, form, base },
      may: { change: readerOf(request).isAdmin },
      days: WEEKDAYS.map((day) => ({ day, fromBase: base?.resolved.week[day] ?? null })),
      dates: this.dates(values),
      ...(await this.choices(request, plans, plan)),
      bars: await this.bars.of(draftOf(plan?.key ?? 'new', values)),
      versions: await this.history(plan),
    });
  }

  /** What a new calendar begins with. */
  empty(request: MemberRequest): CalendarDraft {
    const { zone } = this.workbench.speech(request);
    return { key: '', name: { 'zh-CN': '', en: '' }, zone };
  }

  /** The days to come alone, to be put in place of those beside the form. */
  async preview(request: MemberRequest, key: string, values: CalendarValues): Promise<string> {
    const bars = await this.bars.of(draftOf(key, values));
    return this.workbench.render(request, 'console/settings/calendar-bars', { bars });
  }

  private dates({ days }: CalendarValues) {
    const today = this.bars.today();
    const rows = [...days, ...Array.from({ length: SPARE }, () => ({ date: '', hours: '' }))];
    const numbered = rows.map((row, index) => ({ ...row, index }));
    const isPast = ({ date }: { date: string }) => date !== '' && date < today;
    return {
      past: numbered.filter(isPast),
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
