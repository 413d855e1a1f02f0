import { Injectable } from '@nestjs/common';
import { PasswordAccess, Providers } from '../../../../staff/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

@Injectable()
export class ProvidersPage implements FormPage {
  constructor(
    private readonly providers: Providers,
    private readonly passwords: PasswordAccess,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/providers';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const rows = await this.providers.list();
    return this.workbench.render(request, 'console/settings/providers', {
      refused,
      passwords: await this.passwords.allowsMembers(),
      works: rows.some(({ enabled, workedAt }) => enabled && workedAt !== null),
      rows: rows.map((row) => ({ ...row, where: row.settings.issuer ?? row.settings.corpId })),
    });
  }
}
