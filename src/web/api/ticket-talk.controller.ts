import { Body, Get, Param, Post, Query } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { Notes, TicketReplies } from '../../tickets/index.js';
import { CurrentMember } from '../auth/index.js';
import { DeliveryQueries, HistoryQueries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { PageQuery, shown } from './page.js';
import {
  DeliveryList,
  event,
  EventList,
  NoteList,
  ReplyShape,
  WrittenNoteShape,
} from './shapes/timeline.shape.js';
import { TicketReplyWords, Words } from './work.requests.js';

@Api('tickets/:number', 'tickets')
export class TicketTalkController {
  constructor(
    private readonly history: HistoryQueries,
    private readonly sent: DeliveryQueries,
    private readonly replies: TicketReplies,
    private readonly notes: Notes,
  ) {}

  @Post('replies')
  @Writes(
    'Answer the customer; a free ticket becomes yours. 409 `already_claimed` names who talks with the customer',
    ReplyShape,
    201,
  )
  async reply(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: TicketReplyWords,
  ) {
    const { text, takeLast, takeOver, reason, seen } = body;
    const manner = { takesLast: takeLast, takeOver, reason, seen };
    const { messageId, deliveryId } = await this.replies.reply(member, number, text, manner);
    return { id: messageId, deliveryId };
  }

  @Post('notes')
  @Writes('Write a note for colleagues', WrittenNoteShape, 201)
  async note(@CurrentMember() member: Member, @Param('number') number: string, @Body() body: Words) {
    return { id: await this.notes.add(member, number, body.text), text: body.text.trim() };
  }

  @Get('notes')
  @Reads('Notes, handoff notes and answers, reasons of holds, resolutions; oldest first', NoteList)
  async said(@CurrentMember() member: Member, @Param('number') number: string, @Query() query: PageQuery) {
    return this.history.said(member, number, query);
  }

  @Get('events')
  @Reads('The history, oldest first', EventList)
  async events(@CurrentMember() member: Member, @Param('number') number: string, @Query() query: PageQuery) {
    return shown(await this.history.events(member, number, query), event);
  }

  @Get('deliveries')
  @Reads('What was to be sent about it, newest first', DeliveryList)
  async deliveries(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Query() query: PageQuery,
  ) {
    return this.sent.ofTicket(member, number, query);
  }
}
