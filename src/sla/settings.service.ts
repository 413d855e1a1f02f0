import { Injectable } from '@nestjs/common';
import type { Calendar } from './calendar.js';
import { CalendarPlans } from './calendar-plans.service.js';
import type { LocalizedText } from '../platform/text/index.js';
import { type Condition, type Policy } from './policy.js';
import { PolicyPlans } from './policy-plans.service.js';

/** `departments` are the keys of those that were given this calendar; all others work by `office`. */
export interface CalendarSetting extends Calendar {
  key: string;
  name: LocalizedText;
  version: number;
  departments: string[];
}

/** In the order in which they are tried. A metric without a target is promised nothing. */
export interface PolicySetting extends Omit<Policy, 'conditions'> {
  name: LocalizedText;
  /** A condition with several values names them all: `P0, P1`. */
  conditions: Partial<Record<Condition, string>>;
}

/** The calendars and policies in force, to look at; CalendarPlans and PolicyPlans change them. */
@Injectable()
export class SlaSettings {
  constructor(
    private readonly hours: CalendarPlans,
    private readonly plans: PolicyPlans,
  ) {}

  /** Every calendar in its newest version, with everything it has from others. */
  async calendars(): Promise<CalendarSetting[]> {
    const calendars = await this.hours.list();
    return calendars.map(({ key, name, version, departments, resolved }) => ({
      ...{ key, name, version, departments },
      ...resolved,
    }));
  }

  async policies(): Promise<PolicySetting[]> {
    const policies = await this.plans.list();
    return policies.map(({ conditions, ...policy }) => ({
      ...policy,
      conditions: Object.fromEntries(
        Object.entries(conditions).map(([condition, values]) => [condition, values.join(', ')]),
      ),
    }));
  }
}
