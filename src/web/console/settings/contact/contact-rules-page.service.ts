import { Injectable } from '@nestjs/common';
import { ContactRules, type DatedRule, WINDOW_SOURCES } from '../../../../delivery/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

export const UNITS = { minutes: 60, hours: 3600 } as const;

const NEW = { source: 'message', unit: 'hours' };

@Injectable()
export class ContactRulesPage implements FormPage {
  constructor(
    private readonly rules: ContactRules,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/contact';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const { t } = this.workbench.speech(request);
    const rules = await this.rules.rules();
    return this.workbench.render(request, 'console/settings/contact', {
      settings: await this.rules.settings(),
      sources: WINDOW_SOURCES.map((source) => ({
        source,
        rules: rules.filter((rule) => rule.source === source).map(shown),
      })),
      refused,
      fresh: NEW,
      choices: WINDOW_SOURCES.map((value) => ({ value, label: t(`contact_rules.source.${value}`) })),
      units: Object.keys(UNITS).map((value) => ({ value, label: t(`contact_rules.units.${value}`) })),
    });
  }
}

function shown(rule: DatedRule) {
  const unit = rule.seconds % UNITS.hours === 0 ? 'hours' : 'minutes';
  return {
    ...rule,
    unit,
    length: rule.seconds / UNITS[unit],
    toCome: rule.state === 'to_come',
    moment: rule.since.toISOString(),
  };
}
