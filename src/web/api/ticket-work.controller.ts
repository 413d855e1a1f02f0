import { Body, Delete, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Member } from '../../staff/index.js';
import { Assignment, Handoffs, Pausing, Resolutions } from '../../tickets/index.js';
import { CurrentMember } from '../auth/index.js';
import { TicketQueries } from '../queries/index.js';
import { Api } from './api.decorator.js';
import { HandoffPresenter } from './handoff.presenter.js';
import { ReadingLanguage } from './language.js';
import { ticket } from './present.js';
import { HoldTicket, OfferHandoff, ReopenTicket, ResolveTicket } from './requests.js';

/** Whose a ticket is, where it stands, whether it is done. */
@Api('tickets/:number', 'tickets')
export class TicketWorkController {
  constructor(
    private readonly queries: TicketQueries,
    private readonly assignment: Assignment,
    private readonly handoffs: Handoffs,
    private readonly pausing: Pausing,
    private readonly resolutions: Resolutions,
  ) {}

  @Put('claim')
  @ApiOperation({ summary: 'Take it; 409 `already_claimed` names the holder' })
  async claim(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @ReadingLanguage() language: string,
  ) {
    await this.assignment.claim(member, number);
    return this.read(member, number, language);
  }

  @Delete('claim')
  @ApiOperation({ summary: 'Give it back to the department' })
  async release(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @ReadingLanguage() language: string,
  ) {
    await this.assignment.release(member, number);
    return this.read(member, number, language);
  }

  @Post('handoffs')
  @ApiOperation({ summary: 'Offer it to another department' })
  async handOff(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: OfferHandoff,
  ) {
    return HandoffPresenter.of(await this.handoffs.offer(member, number, body));
  }

  @Post('holds')
  @ApiOperation({ summary: 'Put it on hold' })
  async hold(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: HoldTicket,
    @ReadingLanguage() language: string,
  ) {
    await this.pausing.hold(member, number, {
      reason: body.reason,
      until: body.until ? new Date(body.until) : null,
    });
    return this.read(member, number, language);
  }

  @Delete('holds')
  @ApiOperation({ summary: 'End the hold' })
  async resume(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @ReadingLanguage() language: string,
  ) {
    await this.pausing.resume(member, number);
    return this.read(member, number, language);
  }

  @Put('resolution')
  @ApiOperation({ summary: 'Resolve it' })
  async resolve(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: ResolveTicket,
    @ReadingLanguage() language: string,
  ) {
    await this.resolutions.resolve(member, number, body.note);
    return this.read(member, number, language);
  }

  @Delete('resolution')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reopen it' })
  async reopen(
    @CurrentMember() member: Member,
    @Param('number') number: string,
    @Body() body: ReopenTicket,
    @ReadingLanguage() language: string,
  ) {
    await this.resolutions.reopen(member, number, body?.reason ?? '');
    return this.read(member, number, language);
  }

  private async read(member: Member, number: string, language: string) {
    return ticket(await this.queries.one(member, number), language);
  }
}
