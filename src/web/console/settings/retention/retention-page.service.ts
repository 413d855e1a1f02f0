import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/index.js';
import {
  BOUNDS,
  NightlyRetention,
  RETENTION_CLASSES,
  type RemovedRows,
  RetentionSettings,
} from '../../../../retention/index.js';
import type { FormPage, Refused, Typed } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

/** What a dry run found, for the days that were typed. */
export interface DryRun {
  typed: Typed;
  would: RemovedRows;
}

@Injectable()
export class RetentionPage implements FormPage {
  constructor(
    private readonly config: Config,
    private readonly settings: RetentionSettings,
    private readonly nightly: NightlyRetention,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/retention';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const days = await this.settings.days();
    const saved = Object.fromEntries(Object.entries(days).map(([key, count]) => [key, String(count)]));
    return this.draw(request, refused ?? { values: saved, errors: {} });
  }

  dryRun(request: MemberRequest, { typed, would }: DryRun): Promise<string> {
    return this.draw(request, { values: typed, errors: {} }, would);
  }

  private async draw(request: MemberRequest, form: object, would?: RemovedRows): Promise<string> {
    return this.workbench.render(request, 'console/settings/retention', {
      form,
      classes: RETENTION_CLASSES.map((key) => ({ key, ...BOUNDS[key] })),
      auditDays: this.config.auditDays,
      would,
      runs: await this.nightly.latest(),
    });
  }
}
