import { Injectable } from '@nestjs/common';
import { TicketTypes } from '../../../../tickets/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

@Injectable()
export class TypesPage implements FormPage {
  constructor(
    private readonly types: TicketTypes,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/types';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const types = await this.types.list();
    return this.workbench.render(request, 'console/settings/types', {
      refused,
      rows: types.map((type) => ({ ...type, saved: { reopenDays: String(type.reopenDays) } })),
    });
  }
}
