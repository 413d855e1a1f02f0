import { Injectable } from '@nestjs/common';
import { Tickets } from './loading.service.js';
import type { Stage } from './stage.js';
import type { Ticket } from './ticket.js';

/** For rooms whose own acts are stages of a ticket, e.g. a refund's approval. */
@Injectable()
export class Stages {
  constructor(private readonly tickets: Tickets) {}

  /** In the caller's transaction, on a ticket it has locked. */
  async reach(ticket: Ticket, stage: Stage): Promise<void> {
    if (ticket.stage !== stage) await this.tickets.change(ticket, { stage });
  }
}
