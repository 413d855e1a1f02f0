import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { SessionGuard } from '../../auth/index.js';
import { RefundsPage } from './refunds-page.service.js';
import { Asked, type Typed } from '../../forms/index.js';
import type { MemberRequest } from '../workbench.service.js';

@Controller('refunds')
@UseGuards(SessionGuard)
export class RefundsController {
  constructor(private readonly page: RefundsPage) {}

  @Get()
  show(@Req() request: MemberRequest, @Asked() query: Typed): Promise<string> {
    return this.page.render(request, query);
  }
}
