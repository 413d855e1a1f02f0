import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Asked, type Typed } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { OperationsPage } from './operations-page.service.js';
import { whoMay } from '../sections.js';

@Controller('settings/operations')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('operations'))
export class OperationsController {
  constructor(private readonly page: OperationsPage) {}

  @Get()
  envelopes(@Req() request: MemberRequest, @Asked() query: Typed): Promise<string> {
    return this.page.envelopes(request, query);
  }

  @Get('jobs')
  jobs(@Req() request: MemberRequest, @Asked() query: Typed): Promise<string> {
    return this.page.failedJobs(request, query);
  }

  @Get('deliveries')
  deliveries(@Req() request: MemberRequest, @Asked() query: Typed): Promise<string> {
    return this.page.deliveries(request, query);
  }

  @Get('refusals')
  refusals(@Req() request: MemberRequest): Promise<string> {
    return this.page.refusals(request);
  }
}
