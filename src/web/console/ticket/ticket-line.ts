import type { TimedTicket } from '../../queries/index.js';
import { nextClock } from './next-clock.js';

export function ticketLine(ticket: TimedTicket) {
  const { id, number, subject, priority, status, customer, assignee, updatedAt } = ticket;
  return {
    id,
    number,
    subject,
    priority,
    status,
    customer,
    assignee,
    updatedAt,
    department: ticket.departmentName,
    offeredTo: ticket.handoff?.toName,
    timer: nextClock(ticket.timers),
  };
}
