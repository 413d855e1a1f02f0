import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/index.js';
import { QuietTimes, Robots } from '../../../../escalation/index.js';
import type { FormState } from '../../form-state.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

/** Forms that were refused, with what was typed. Addresses and secrets are never among it. */
export interface AlertingForms {
  add?: FormState;
  change?: FormState & { key: string };
  quiet?: FormState;
}

const USUAL = { from: '22:00', to: '08:00' };

@Injectable()
export class RobotsPage {
  constructor(
    private readonly robots: Robots,
    private readonly quiet: QuietTimes,
    private readonly config: Config,
    private readonly workbench: Workbench,
  ) {}

  async render(request: MemberRequest, { add, change, quiet }: AlertingForms = {}): Promise<string> {
    const { t, zone } = this.workbench.speech(request);
    const robots = await this.robots.list();
    const hours = await this.quiet.get();
    return this.workbench.render(request, 'console/settings/robots', {
      vendors: this.robots.vendorKeys().map((value) => ({ value, label: t(`robot.vendor.${value}`) })),
      add: add ?? { values: {}, errors: {} },
      adding: add !== undefined,
      quiet: quiet ?? { values: { zone, ...USUAL, ...hours, on: hours !== null }, errors: {} },
      mail: this.config.smtpUrl === undefined ? null : { from: this.config.mailFrom },
      rows: robots.map((robot) => ({
        ...robot,
        form:
          change?.key === robot.key
            ? change
            : { values: { zh: robot.name['zh-CN'], en: robot.name.en, vendor: robot.vendor }, errors: {} },
        secretSuffix: robot.signed ? '_known' : '',
        changing: change?.key === robot.key,
      })),
    });
  }

  /** Of the policies that `robot_in_use` names. */
  namesOf(request: MemberRequest, policies: unknown): string {
    const { local, language } = this.workbench.speech(request);
    return new Intl.ListFormat(language).format((policies as unknown[]).map(local));
  }
}
