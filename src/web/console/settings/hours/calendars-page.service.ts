import { Injectable } from '@nestjs/common';
import { type CalendarPlan, CalendarPlans, OfficialHolidays } from '../../../../hours/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import type { Speech } from '../../../view/index.js';
import { DeskQueries } from '../../desk.queries.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { CalendarBars } from './calendar-bars.service.js';
import { weekLines } from './hours-view.js';
import { sayWindows } from './windows-text.js';

const OF_ALL_OTHERS = 'office';
const MINUTE = 60;

@Injectable()
export class CalendarsPage implements FormPage {
  constructor(
    private readonly plans: CalendarPlans,
    private readonly holidays: OfficialHolidays,
    private readonly bars: CalendarBars,
    private readonly desk: DeskQueries,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/calendars';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const speech = this.workbench.speech(request);
    const plans = await this.plans.list();
    const { departments } = await this.desk.choices();
    return this.workbench.render(request, 'console/settings/calendars', {
      refused,
      may: { change: readerOf(request).isAdmin },
      rows: await Promise.all(plans.map((plan) => this.row(plan, plans, speech))),
      missing: await this.holidays.missing(),
      desks: departments.map(({ key, name }) => ({
        key,
        name,
        calendar: plans.find((plan) => plan.departments.includes(key))?.key ?? OF_ALL_OTHERS,
      })),
      options: plans.map(({ key, name }) => ({ value: key, label: speech.local(name) })),
    });
  }

  private async row(plan: CalendarPlan, plans: CalendarPlan[], speech: Speech) {
    const today = this.bars.today(plan.resolved.zone);
    const ownDays = Object.entries(plan.overrides ?? {}).filter(([date]) => date >= today);
    return {
      ...plan,
      zone: plan.resolved.zone,
      baseName: plans.find(({ key }) => key === plan.base)?.name,
      buts: plan.base ? butsOf(plan, speech) : '',
      lines: weekLines(plan.resolved.week),
      ownDays: ownDays.length,
      bars: await this.bars.of(plan),
    };
  }
}

function butsOf({ shorter, week, zone }: CalendarPlan, { t, span }: Speech): string {
  const opens = shorter?.opens && t('calendars.opens_later', { span: span(shorter.opens * MINUTE) });
  const closes = shorter?.closes && t('calendars.closes_earlier', { span: span(shorter.closes * MINUTE) });
  const days = weekLines(week ?? {}).map(({ from, to, windows }) => {
    const name = from === to ? t(`calendars.${from}`) : `${t(`calendars.${from}`)} – ${t(`calendars.${to}`)}`;
    return `${name} ${windows.length > 0 ? sayWindows(windows) : t('calendars.closed')}`;
  });
  const parts = [opens, closes, ...days, zone].filter(Boolean);
  return parts.length > 0 ? parts.join(t('calendars.comma')) : t('calendars.no_other');
}
