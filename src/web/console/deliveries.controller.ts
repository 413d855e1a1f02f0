import { Controller, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { SessionGuard } from '../auth/index.js';
import { DeliveryDecisions } from './delivery-decisions.service.js';
import type { MemberRequest } from './workbench.service.js';

/** What a person decides about a message that is stuck. */
@Controller('deliveries/:id')
@UseGuards(SessionGuard)
export class DeliveriesController {
  constructor(private readonly decisions: DeliveryDecisions) {}

  @Post('cancellation')
  cancel(@Req() request: MemberRequest, @Res() response: Response, @Param('id') id: string) {
    return this.decisions.cancel(request, response, id);
  }

  @Post('retry')
  retry(@Req() request: MemberRequest, @Res() response: Response, @Param('id') id: string) {
    return this.decisions.retry(request, response, id);
  }
}
