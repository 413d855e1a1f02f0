import { Body, Controller, Get, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { SessionGuard } from '../../auth/index.js';
import { DeliveriesPage } from './deliveries-page.service.js';
import { DeliveryDecisions } from './delivery-decisions.service.js';
import type { Sent } from '../typed.js';
import type { MemberRequest } from '../workbench.service.js';

/** How what we say is on its way, and what a person decides about what is stuck. */
@Controller('deliveries')
@UseGuards(SessionGuard)
export class DeliveriesController {
  constructor(
    private readonly page: DeliveriesPage,
    private readonly decisions: DeliveryDecisions,
  ) {}

  @Get()
  list(@Req() request: MemberRequest, @Query() query: Sent): Promise<string> {
    return this.page.render(request, query);
  }

  @Post(':id/cancellation')
  cancel(@Req() request: MemberRequest, @Res() response: Response, @Param('id') id: string) {
    return this.decisions.decide({ request, response, id, act: 'cancel' });
  }

  @Post(':id/retry')
  retry(@Req() request: MemberRequest, @Res() response: Response, @Param('id') id: string) {
    return this.decisions.decide({ request, response, id, act: 'retry' });
  }

  @Post(':id/last-send')
  takeLast(@Req() request: MemberRequest, @Res() response: Response, @Param('id') id: string) {
    return this.decisions.decide({ request, response, id, act: 'takeLast' });
  }

  @Post(':id/call')
  call(@Req() request: MemberRequest, @Res() response: Response, @Param('id') id: string) {
    return this.decisions.decide({ request, response, id, act: 'call' });
  }

  @Post(':id/settlement')
  settle(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id') id: string,
    @Body() sent: Sent,
  ) {
    return this.decisions.decide({ request, response, id, act: 'settle', sent });
  }

  @Post(':id/call-results')
  called(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id') id: string,
    @Body() sent: Sent,
  ) {
    return this.decisions.decide({ request, response, id, act: 'called', sent });
  }
}
