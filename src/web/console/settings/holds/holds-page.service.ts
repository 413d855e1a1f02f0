import { Injectable } from '@nestjs/common';
import { StandingHolds } from '../../../../retention/index.js';
import { textAt, type Typed } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';

@Injectable()
export class HoldsPage {
  constructor(
    private readonly holds: StandingHolds,
    private readonly workbench: Workbench,
  ) {}

  async render(request: MemberRequest, query: Typed): Promise<string> {
    const cursor = textAt(query, 'cursor');
    const { data: rows, next } = await this.holds.list({ cursor });
    return this.workbench.render(request, 'console/settings/holds', {
      rows,
      older: next && `/settings/holds?cursor=${next}`,
      newest: cursor && '/settings/holds',
    });
  }
}
