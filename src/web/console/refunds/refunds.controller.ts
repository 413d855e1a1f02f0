import { Controller, Get, Query, Req, UseGuards } from '@nestjs/common';
import { SessionGuard } from '../../auth/index.js';
import { RefundsPage } from './refunds-page.service.js';
import type { Sent } from '../typed.js';
import type { MemberRequest } from '../workbench.service.js';

@Controller('refunds')
@UseGuards(SessionGuard)
export class RefundsController {
  constructor(private readonly page: RefundsPage) {}

  @Get()
  show(@Req() request: MemberRequest, @Query() query: Sent): Promise<string> {
    return this.page.render(request, query);
  }
}
