import { Injectable } from '@nestjs/common';
import { Refunds } from '../../../refunds/index.js';
import { back, type FormPage, readTyped, type Refused } from '../../forms/index.js';
import { TicketPage } from '../ticket/ticket-page.service.js';
import { type MemberRequest, readerOf } from '../workbench.service.js';
import { RefundsPage } from './refunds-page.service.js';

/** Whoever pressed a button stays where it is: on the list of refunds, else on the ticket. */
@Injectable()
export class RefundStepPage implements FormPage {
  constructor(
    private readonly refunds: Refunds,
    private readonly list: RefundsPage,
    private readonly ticket: TicketPage,
  ) {}

  async home(request: MemberRequest): Promise<string> {
    return back(request, `/tickets/${await this.numberOf(request)}`);
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const number = await this.numberOf(request);
    const { pathname, searchParams } = new URL(back(request, '/'), 'http://here');
    if (pathname === '/refunds')
      return this.list.render(request, readTyped(Object.fromEntries(searchParams)), refused);
    return this.ticket.renderTicket(request, number, refused);
  }

  private async numberOf(request: MemberRequest): Promise<string> {
    return (await this.refunds.byId(readerOf(request), String(request.params.id))).number;
  }
}
