import { Body, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Member } from '../../staff/index.js';
import { Classification, numberOf, TicketCreation } from '../../tickets/index.js';
import { Database } from '../../platform/database/index.js';
import { CurrentMember } from '../auth/index.js';
import { TicketQueries } from '../queries/index.js';
import { Api } from './api.decorator.js';
import { ReadingLanguage } from './language.js';
import { ticket } from './present.js';
import { ChangeTicket, CreateTicket, TicketsQuery } from './requests.js';
import { TicketAssignments } from './ticket-assignments.js';

@Api('tickets')
export class TicketsController {
  constructor(
    private readonly database: Database,
    private readonly queries: TicketQueries,
    private readonly creation: TicketCreation,
    private readonly classification: Classification,
    private readonly assignments: TicketAssignments,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The tickets you may see' })
  async list(
    @CurrentMember() member: Member,
    @Query() query: TicketsQuery,
    @ReadingLanguage() language: string,
  ) {
    const page = await this.queries.list(member, query);
    return { data: page.data.map((row) => ticket(row, language)), next: page.next };
  }

  @Post()
  @ApiOperation({ summary: 'Open a ticket for a customer or of a conversation' })
  async create(
    @CurrentMember() member: Member,
    @Body() body: CreateTicket,
    @ReadingLanguage() language: string,
  ) {
    const { customer, conversation, ...rest } = body;
    const made = await this.creation.create(member, {
      ...rest,
      customerId: customer,
      conversationId: conversation,
    });
    return this.read(member, numberOf(made), language);
  }

  @Get(':number')
  @ApiOperation({ summary: 'One ticket; T100001, t100001 and 100001 are the same' })
  async read(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @ReadingLanguage() language: string,
  ) {
    return ticket(await this.queries.one(member, number), language);
  }

  @Patch(':number')
  @ApiOperation({ summary: 'Correct subject, type, priority, fields, status or assignee' })
  async change(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: ChangeTicket,
    @ReadingLanguage() language: string,
  ) {
    const { status, assignee, ...correction } = body;
    await this.database.transaction(async () => {
      await this.classification.correct(member, number, correction);
      await this.assignments.apply(member, number, { status, assignee });
    });
    return this.read(member, number, language);
  }
}
