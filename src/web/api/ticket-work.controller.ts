import { Body, Delete, Param, Post, Put } from '@nestjs/common';
import { Milestones } from '../../sla/index.js';
import type { Member } from '../../staff/index.js';
import { Assignment, Pausing, Resolutions } from '../../tickets/index.js';
import { CurrentMember } from '../auth/index.js';
import { TicketQueries } from '../queries/index.js';
import { Api, Writes } from './endpoints.js';
import { ReadingLanguage } from './language.js';
import { ticket, TicketShape } from './shapes/ticket.shape.js';
import { HoldTicket, ReopenTicket, ResolveTicket, TakeFromColleague, TakeOver } from './work.requests.js';

@Api('tickets/:number', 'tickets')
export class TicketWorkController {
  constructor(
    private readonly queries: TicketQueries,
    private readonly assignment: Assignment,
    private readonly pausing: Pausing,
    private readonly resolutions: Resolutions,
    private readonly milestones: Milestones,
  ) {}

  @Put('claim')
  @Writes('Take it; 409 `already_claimed` names the holder, whom `takeOver` takes it from', TicketShape)
  async claim(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: TakeOver,
    @ReadingLanguage() language: string,
  ) {
    await this.assignment.claim(member, number, body);
    return this.read(member, number, language);
  }

  @Delete('claim')
  @Writes('Give it back to the department; what a colleague has, only the lead', TicketShape)
  async release(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: TakeFromColleague,
    @ReadingLanguage() language: string,
  ) {
    await this.assignment.release(member, number, body.reason);
    return this.read(member, number, language);
  }

  @Put('milestones/:key')
  @Writes('Say that a promised step on the way is done; again, it does nothing', TicketShape)
  async reach(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Param('key') key: string,
    @ReadingLanguage() language: string,
  ) {
    await this.milestones.reach(member, number, key);
    return this.read(member, number, language);
  }

  @Post('holds')
  @Writes('Put it on hold', TicketShape, 201)
  async hold(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: HoldTicket,
    @ReadingLanguage() language: string,
  ) {
    const until = body.until === undefined ? null : new Date(body.until);
    await this.pausing.hold(member, number, { reason: body.reason, until });
    return this.read(member, number, language);
  }

  @Delete('holds')
  @Writes('End the hold', TicketShape)
  async resume(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @ReadingLanguage() language: string,
  ) {
    await this.pausing.resume(member, number);
    return this.read(member, number, language);
  }

  @Put('resolution')
  @Writes('Resolve it; 409 `words_unseen` shows what the customer wrote since `seen`', TicketShape)
  async resolve(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: ResolveTicket,
    @ReadingLanguage() language: string,
  ) {
    await this.resolutions.resolve(member, number, body.note, body);
    return this.read(member, number, language);
  }

  @Delete('resolution')
  @Writes('Reopen it', TicketShape)
  async reopen(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: ReopenTicket,
    @ReadingLanguage() language: string,
  ) {
    await this.resolutions.reopen(member, number, body.reason ?? '');
    return this.read(member, number, language);
  }

  private async read(member: Member, number: string, language: string) {
    return ticket(await this.queries.one(member, number), language);
  }
}
