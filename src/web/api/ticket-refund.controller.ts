import { Body, Get, Param, Put } from '@nestjs/common';
import { RefundRequests, Refunds } from '../../refunds/index.js';
import type { Member } from '../../staff/index.js';
import { NotFound } from '../../platform/http/index.js';
import { CurrentMember } from '../auth/index.js';
import { TicketQueries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { RequestRefund } from './refund.requests.js';
import { refund, RefundShape } from './shapes/refund.shape.js';

@Api('tickets/:number/refund', 'refunds')
export class TicketRefundController {
  constructor(
    private readonly tickets: TicketQueries,
    private readonly refunds: Refunds,
    private readonly requests: RefundRequests,
  ) {}

  @Get()
  @Reads('The refund that stands, else the last one rejected', RefundShape)
  async read(@CurrentMember() member: Member, @Param('number') number: string) {
    const ticket = await this.tickets.one(member, number);
    const found = await this.refunds.ofTicket(member, ticket.id);
    if (!found) throw new NotFound('refund_not_found');
    return refund(found);
  }

  @Put()
  @Writes('Ask for the money back, or change what is asked for while nobody has decided', RefundShape)
  async request(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: RequestRefund,
  ) {
    const { id } = await this.requests.put(member, number, body);
    return refund(await this.refunds.byId(member, id));
  }
}
