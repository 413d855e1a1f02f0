import { Injectable } from '@nestjs/common';
import { Tickets } from './loading.service.js';
import type { Stage } from './stage.js';
import type { Ticket } from './ticket.js';

@Injectable()
export class Stages {
  constructor(private readonly tickets: Tickets) {}

  /** Runs in the caller's transaction, on a ticket that the caller has locked. */
  async reach(ticket: Ticket, stage: Stage): Promise<void> {
    if (ticket.stage !== stage) this.tickets.change(ticket, { stage });
  }
}
