import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { SessionGuard } from '../../auth/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';
import { OperationsQueries } from './operations/operations.queries.js';
import { sectionsFor } from './sections.js';

@Controller('settings')
@UseGuards(SessionGuard)
export class SettingsController {
  constructor(
    private readonly workbench: Workbench,
    private readonly operations: OperationsQueries,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.workbench.render(request, 'console/settings', this.model(request));
  }

  private async model(request: MemberRequest) {
    const { role, isAdmin } = readerOf(request);
    const troubles = isAdmin ? await this.operations.troubles() : 0;
    return { groups: sectionsFor(role), troubles };
  }
}
