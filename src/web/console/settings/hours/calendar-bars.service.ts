import { Injectable } from '@nestjs/common';
import { DateTime, IANAZone } from 'luxon';
import { Clock } from '../../../../platform/clock/index.js';
import { Invalid } from '../../../../platform/http/index.js';
import { type CalendarDraft, CalendarPlans } from '../../../../hours/index.js';
import { type BarDay, barsOf } from './hours-view.js';

@Injectable()
export class CalendarBars {
  constructor(
    private readonly plans: CalendarPlans,
    private readonly clock: Clock,
  ) {}

  /** Returns null if the draft is not complete enough to compute with. */
  async of(draft: CalendarDraft): Promise<BarDay[] | null> {
    try {
      return barsOf(await this.plans.preview(draft, this.today(draft.zone)));
    } catch (error) {
      if (error instanceof Invalid) return null;
      throw error;
    }
  }

  today(zone = this.clock.zone): string {
    const known = IANAZone.isValidZone(zone) ? zone : this.clock.zone;
    return DateTime.fromJSDate(this.clock.now(), { zone: known }).toFormat('yyyy-MM-dd');
  }
}
