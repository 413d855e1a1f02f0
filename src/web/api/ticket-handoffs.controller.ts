import { Body, Get, Param, Post, Query } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { Handoffs } from '../../tickets/index.js';
import { CurrentMember } from '../auth/index.js';
import { HandoffQueries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { HandoffList, HandoffShape } from './shapes/handoff.shape.js';
import { PageQuery } from './page.js';
import { OfferHandoff } from './work.requests.js';

@Api('tickets/:number/handoffs', 'handoffs')
export class TicketHandoffsController {
  constructor(
    private readonly queries: HandoffQueries,
    private readonly handoffs: Handoffs,
  ) {}

  @Get()
  @Reads('From whom to whom it went, oldest first', HandoffList)
  async list(@CurrentMember() member: Member, @Param('number') number: string, @Query() query: PageQuery) {
    return this.queries.ofTicket(member, number, query);
  }

  @Post()
  @Writes('Offer it to another department', HandoffShape, 201)
  async offer(@CurrentMember() member: Member, @Param('number') number: string, @Body() body: OfferHandoff) {
    const { id } = await this.handoffs.offer(member, number, body);
    return this.queries.one(member, id);
  }
}
