import { Body, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { CurrentMember } from '../auth/index.js';
import { DirectoryQueries, TicketQueries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { ReadingLanguage } from './language.js';
import { shown } from './page.js';
import { TicketDesk } from './ticket-desk.service.js';
import { ChangeTicket, CreateTicket, TicketsQuery } from './ticket.requests.js';
import { ticket, TicketList, TicketShape } from './shapes/ticket.shape.js';

@Api('tickets')
export class TicketsController {
  constructor(
    private readonly queries: TicketQueries,
    private readonly directory: DirectoryQueries,
    private readonly desk: TicketDesk,
  ) {}

  @Get()
  @Reads('The tickets you may see', TicketList)
  async list(
    @CurrentMember() member: Member,
    @Query() query: TicketsQuery,
    @ReadingLanguage() language: string,
  ) {
    await this.directory.requireKnown(query);
    return shown(await this.queries.list(member, query), (row) => ticket(row, language));
  }

  @Post()
  @Writes('Open a ticket for a customer or of a conversation', TicketShape, 201)
  async create(
    @CurrentMember() member: Member,
    @Body() body: CreateTicket,
    @ReadingLanguage() language: string,
  ) {
    return ticket(await this.queries.opened(await this.desk.open(member, body)), language);
  }

  @Get(':number')
  @Reads('One ticket; T100001, t100001 and 100001 are the same', TicketShape)
  async read(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @ReadingLanguage() language: string,
  ) {
    return ticket(await this.queries.one(member, number), language);
  }

  @Patch(':number')
  @Writes('Correct subject, type, priority, fields, status or assignee', TicketShape)
  async change(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: ChangeTicket,
    @ReadingLanguage() language: string,
  ) {
    await this.desk.change(member, number, body);
    return this.read(member, number, language);
  }
}
