import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/index.js';
import { QuietTimes, Robots } from '../../../../escalation/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

const USUAL = { from: '22:00', to: '08:00' };

@Injectable()
export class RobotsPage implements FormPage {
  constructor(
    private readonly robots: Robots,
    private readonly quiet: QuietTimes,
    private readonly config: Config,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/alerting';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const { t, zone } = this.workbench.speech(request);
    const robots = await this.robots.list();
    const hours = await this.quiet.get();
    return this.workbench.render(request, 'console/settings/robots', {
      vendors: this.robots.vendorKeys().map((value) => ({ value, label: t(`robot.vendor.${value}`) })),
      refused,
      quiet: { zone, ...USUAL, ...hours, on: hours === null ? '' : 'yes' },
      mail: this.config.smtpUrl === undefined ? null : { from: this.config.mailFrom },
      rows: robots.map((robot) => ({
        ...robot,
        saved: { name: robot.name, vendor: robot.vendor },
        secretSuffix: robot.signed ? '_known' : '',
      })),
    });
  }
}
