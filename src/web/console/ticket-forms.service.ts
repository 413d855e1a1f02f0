import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { flash } from '../view/index.js';
import { refusedBy } from './refusals.js';
import { TicketPage } from './ticket-page.service.js';
import type { MemberRequest } from './workbench.service.js';

/** A form of a ticket's page that was sent. */
export interface SentForm {
  request: MemberRequest;
  response: Response;
  number: string;
  /** Which form: it is the one open again when refused. */
  act: string;
  values?: Record<string, string>;
  /** Where to go when done; the ticket's page where left out. */
  to?: string;
}

/** Answers the forms of a ticket's page: done leads back to it, refused shows it as it stands now. */
@Injectable()
export class TicketForms {
  constructor(private readonly page: TicketPage) {}

  async answer(form: SentForm, work: () => Promise<unknown>): Promise<void> {
    const { request, response, number, act, values = {} } = form;
    try {
      await work();
    } catch (error) {
      const refused = refusedBy(error, act, values);
      response.status(refused.status).send(await this.page.draw(request, number, refused));
      return;
    }
    flash(request, 'done', `done.${act}`);
    response.redirect(303, form.to ?? `/tickets/${encodeURIComponent(number)}`);
  }
}
