import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { SessionGuard } from '../../auth/index.js';
import { ReportsPage } from './reports-page.service.js';
import { Asked, type Typed } from '../../forms/index.js';
import type { MemberRequest } from '../workbench.service.js';

@Controller('reports')
@UseGuards(SessionGuard)
export class ReportsController {
  constructor(private readonly page: ReportsPage) {}

  @Get()
  show(@Req() request: MemberRequest, @Asked() query: Typed): Promise<string> {
    return this.page.render(request, query);
  }
}
