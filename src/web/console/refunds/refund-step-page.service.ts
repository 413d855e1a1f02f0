import { Injectable } from '@nestjs/common';
import { Refunds } from '../../../refunds/index.js';
import { back, type FormPage, type Refused } from '../../forms/index.js';
import { TicketPage } from '../ticket/ticket-page.service.js';
import { type MemberRequest, readerOf } from '../workbench.service.js';

/** The next page is the one where the button was pressed. After a refusal it is the ticket in its present state. */
@Injectable()
export class RefundStepPage implements FormPage {
  constructor(
    private readonly refunds: Refunds,
    private readonly ticket: TicketPage,
  ) {}

  async home(request: MemberRequest): Promise<string> {
    return back(request, `/tickets/${await this.numberOf(request)}`);
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    return this.ticket.renderTicket(request, await this.numberOf(request), refused);
  }

  private async numberOf(request: MemberRequest): Promise<string> {
    return (await this.refunds.byId(readerOf(request), String(request.params.id))).number;
  }
}
