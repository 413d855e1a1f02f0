import { Conflict, Forbidden } from '../platform/http/index.js';
import type { Refusal } from './may.js';
import type { Ticket } from './ticket.js';

export interface Holder {
  id: string;
  name: string;
}

export function refusal(code: Refusal, ticket: Ticket, holder?: Holder): Error {
  switch (code) {
    case 'not_your_department':
    case 'finance_only':
      return new Forbidden(code);
    case 'not_a_refund_ticket':
      return new Conflict(code, { type: ticket.type });
    case 'handoff_open':
      return new Conflict(code);
    case 'already_claimed':
      return new Conflict(code, { holder, claimedAt: ticket.assignedAt });
    case 'not_offered':
    case 'not_held':
    case 'not_allowed_now':
      return new Conflict('not_allowed_now', { state: ticket.status });
  }
}
