import { Conflict, Forbidden } from '../platform/http/index.js';
import type { Refusal } from './may.js';
import { numberOf } from './number.js';
import type { Ticket } from './ticket.js';

export interface Holder {
  id: string;
  name: string;
}

export function refusal(code: Refusal, ticket: Ticket, holder?: Holder): Error {
  const number = numberOf(ticket);
  switch (code) {
    case 'not_your_department':
      return new Forbidden(code, 'Only members of the department that has the ticket may do this.');
    case 'finance_only':
      return new Forbidden(code, 'Only finance closes a refund ticket.');
    case 'not_a_refund_ticket':
      return new Conflict(code, `${number} is not a refund ticket.`, { type: ticket.type });
    case 'handoff_open':
      return new Conflict(code, 'It is offered to another department: withdraw that first.');
    case 'already_claimed':
      return new Conflict(code, `${holder?.name ?? 'Somebody'} has this ticket.`, {
        holder,
        claimedAt: ticket.assignedAt,
      });
    case 'not_offered':
    case 'not_held':
    case 'not_allowed_now':
      return new Conflict('not_allowed_now', `${number} is ${ticket.status}: this cannot be done now.`, {
        state: ticket.status,
      });
  }
}
