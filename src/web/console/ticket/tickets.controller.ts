import { Controller, Get, Query, Req, UseGuards } from '@nestjs/common';
import { SessionGuard } from '../../auth/index.js';
import { QueuePage } from './queue-page.service.js';
import type { Sent } from '../typed.js';
import type { MemberRequest } from '../workbench.service.js';

@Controller('tickets')
@UseGuards(SessionGuard)
export class TicketsController {
  constructor(private readonly queue: QueuePage) {}

  @Get()
  list(@Req() request: MemberRequest, @Query() query: Sent): Promise<string> {
    return this.queue.render(request, query);
  }
}
