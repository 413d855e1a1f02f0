import { Body, Controller, Param, Post, Req, UseGuards } from '@nestjs/common';
import { IdPipe } from '../../../platform/http/index.js';
import { SessionGuard } from '../../auth/index.js';
import { ScenePage } from './scene-page.service.js';
import { type Sent, textOf } from '../typed.js';
import { PhonePage } from './phone-page.service.js';
import type { MemberRequest } from '../workbench.service.js';

@Controller('customers/:id')
@UseGuards(SessionGuard)
export class CustomersController {
  constructor(
    private readonly phone: PhonePage,
    private readonly scene: ScenePage,
  ) {}

  /** The whole number, into the frame it was asked from. That it was looked at stays in the history. */
  @Post('phone')
  reveal(@Req() request: MemberRequest, @Param('id', IdPipe) id: string): Promise<string> {
    return this.phone.render(request, id);
  }

  /** A code for the customer to scan; with a ticket's number, whoever scans it is the one the ticket is with. */
  @Post('scene')
  code(@Req() request: MemberRequest, @Param('id', IdPipe) id: string, @Body() sent: Sent): Promise<string> {
    return this.scene.render(request, id, textOf(sent, 'ticket'));
  }
}
