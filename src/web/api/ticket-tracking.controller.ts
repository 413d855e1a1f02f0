import { Delete, Get, Param } from '@nestjs/common';
import { TrackingLinks } from '../../notifications/index.js';
import type { Member } from '../../staff/index.js';
import { CurrentMember, NeedsScope } from '../auth/index.js';
import { TicketQueries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { TrackingLinkShape } from './shapes/tracking-link.shape.js';

@Api('tickets/:number/tracking-link', 'tickets')
export class TicketTrackingController {
  constructor(
    private readonly tickets: TicketQueries,
    private readonly links: TrackingLinks,
  ) {}

  @Get()
  @NeedsScope('work')
  @Reads('The link by which the customer follows the case', TrackingLinkShape)
  async read(@CurrentMember() member: Member, @Param('number') number: string): Promise<TrackingLinkShape> {
    return { url: this.links.linkTo(await this.tickets.one(member, number)) };
  }

  @Delete()
  @Writes('End every link to the case that anybody holds; the answer is a new one', TrackingLinkShape)
  async revoke(@CurrentMember() member: Member, @Param('number') number: string): Promise<TrackingLinkShape> {
    await this.links.revoke(member, number);
    return this.read(member, number);
  }
}
