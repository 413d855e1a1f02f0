import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { SessionGuard } from '../../auth/index.js';
import { QueuePage } from './queue-page.service.js';
import { Asked, type Typed } from '../../forms/index.js';
import type { MemberRequest } from '../workbench.service.js';

@Controller('tickets')
@UseGuards(SessionGuard)
export class TicketsController {
  constructor(private readonly queue: QueuePage) {}

  @Get()
  list(@Req() request: MemberRequest, @Asked() query: Typed): Promise<string> {
    return this.queue.render(request, query);
  }
}
