import { Injectable } from '@nestjs/common';
import { answerForm, type SentForm } from '../answer-form.js';
import { TicketPage } from './ticket-page.service.js';

type SentToTicket = Omit<SentForm, 'to'> & { number: string; to?: string };

/** Answers the forms of a ticket's page; done leads back to it unless it says where. */
@Injectable()
export class TicketForms {
  constructor(private readonly page: TicketPage) {}

  answer({ number, ...form }: SentToTicket, work: () => Promise<unknown>): Promise<void> {
    const to = form.to ?? `/tickets/${encodeURIComponent(number)}`;
    return answerForm({ ...form, to }, work, (refused) => this.page.render(form.request, number, refused));
  }
}
