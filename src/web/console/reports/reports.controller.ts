import { Controller, Get, Query, Req, UseGuards } from '@nestjs/common';
import { SessionGuard } from '../../auth/index.js';
import { ReportsPage } from './reports-page.service.js';
import type { Sent } from '../typed.js';
import type { MemberRequest } from '../workbench.service.js';

@Controller('reports')
@UseGuards(SessionGuard)
export class ReportsController {
  constructor(private readonly page: ReportsPage) {}

  @Get()
  show(@Req() request: MemberRequest, @Query() query: Sent): Promise<string> {
    return this.page.render(request, query);
  }
}
