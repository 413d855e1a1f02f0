import { Injectable } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { Assignment, Pausing } from '../../tickets/index.js';

/** The parts of a PATCH that are acts of their own. */
@Injectable()
export class TicketAssignments {
  constructor(
    private readonly assignment: Assignment,
    private readonly pausing: Pausing,
  ) {}

  async apply(
    member: Member,
    number: string,
    { status, assignee }: { status?: 'open' | 'waiting_on_customer'; assignee?: string | null },
  ): Promise<void> {
    if (status === 'waiting_on_customer') await this.pausing.waitForCustomer(member, number);
    if (status === 'open') await this.pausing.resume(member, number);
    if (assignee === null) await this.assignment.release(member, number);
    else if (assignee !== undefined) await this.assignment.assign(member, number, assignee);
  }
}
