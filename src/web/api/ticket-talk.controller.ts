import { Body, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Member } from '../../staff/index.js';
import { Notes, TicketReplies } from '../../tickets/index.js';
import { CurrentMember } from '../auth/index.js';
import { ID, limitOf, pageOf, readCursor, TicketQueries, TimelineQueries } from '../queries/index.js';
import { Api } from './api.decorator.js';
import { event } from './present.js';
import { PageQuery, Words } from './requests.js';

/** What is said and what happens on a ticket. */
@Api('tickets/:number', 'tickets')
export class TicketTalkController {
  constructor(
    private readonly tickets: TicketQueries,
    private readonly timeline: TimelineQueries,
    private readonly replies: TicketReplies,
    private readonly notes: Notes,
  ) {}

  @Post('replies')
  @ApiOperation({ summary: 'Answer the customer; a free ticket becomes yours' })
  async reply(@CurrentMember() member: Member, @Param('number') number: string, @Body() body: Words) {
    const { messageId, deliveryId } = await this.replies.reply(member, number, body.text);
    return { id: messageId, deliveryId };
  }

  @Post('notes')
  @ApiOperation({ summary: 'Write a note for colleagues' })
  async note(@CurrentMember() member: Member, @Param('number') number: string, @Body() body: Words) {
    return { id: await this.notes.add(member, number, body.text), text: body.text };
  }

  @Get('notes')
  @ApiOperation({ summary: 'Notes, handoff notes, hold reasons and resolutions, oldest first' })
  async said(@CurrentMember() member: Member, @Param('number') number: string) {
    const ticket = await this.tickets.one(member, number);
    return { data: await this.timeline.said(ticket.id), next: null };
  }

  @Get('events')
  @ApiOperation({ summary: 'The history, oldest first' })
  async events(@CurrentMember() member: Member, @Param('number') number: string, @Query() query: PageQuery) {
    const ticket = await this.tickets.one(member, number);
    const limit = limitOf(query.limit);
    const rows = await this.timeline.events(ticket.id, limit + 1, readCursor(query.cursor, ID)?.[0]);
    const page = pageOf(rows, limit, (row) => [row.id]);
    return { data: page.data.map(event), next: page.next };
  }

  @Get('deliveries')
  @ApiOperation({ summary: 'What was to be sent about it, newest first' })
  async deliveries(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Query() query: PageQuery,
  ) {
    const ticket = await this.tickets.one(member, number);
    const limit = limitOf(query.limit);
    const rows = await this.timeline.deliveries(ticket.id, limit + 1, readCursor(query.cursor, ID)?.[0]);
    return pageOf(rows, limit, (row) => [row.id]);
  }
}
