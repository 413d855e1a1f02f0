import type { Priority, Status } from './lifecycle.js';
import type { Stage } from './stage.js';
import type { Localized } from '../triage/index.js';

export interface TicketFact {
  number: string;
  type: string;
  priority: Priority;
  departmentId: string;
  stage: Stage;
  customerId: string;
  identityId: string | null;
}

export interface HandoffFact extends TicketFact {
  handoffId: string;
  fromDepartmentId: string;
  toDepartmentId: string;
}

export interface ProgressLine {
  ticketId: string;
  number: string;
  type: string;
  stage: Stage;
  departmentId: string;
  finished: boolean;
}

export interface AskedFact {
  identityId: string;
  customerId: string;
  messageId: string | null;
}

declare module '../platform/events/index.js' {
  interface EventMap {
    'ticket.opened': TicketFact & {
      conversationId: string | null;
      messageId: string | null;
      /** The customer has been waiting since this ISO 8601 time, which lies before the opening of the ticket. */
      waitingSince: string | null;
      rule: string | null;
      /** A colleague had answered the customer's last word in the conversation before the ticket was made. */
      answered?: boolean;
      /** The ticket follows this earlier one, which was closed. */
      followsId?: string | null;
    };
    'ticket.customer_wrote': TicketFact & { messageId: string };
    'ticket.replied': TicketFact & { messageId: string; by: 'member' | 'bot' };
    /** The customer scanned the code made for the ticket, which is now linked to that customer. */
    'ticket.contact_bound': TicketFact;
    /** The customer writes through another identity from now on; the former one may be null. */
    'ticket.contact_changed': TicketFact & { formerIdentityId: string | null };
    /** Two customers turned out to be one person: the ticket belongs to the other one now. */
    'ticket.customer_joined': TicketFact & { formerCustomerId: string };
    'ticket.claimed': TicketFact & { assigneeId: string };
    'ticket.taken_over': TicketFact & { assigneeId: string; takenFrom: string; reason: string | null };
    'ticket.assigned': TicketFact & { assigneeId: string; takenFrom: string | null };
    /** The holder or the lead gave the ticket back, or the holder left. */
    'ticket.released': TicketFact & { takenFrom: string; reason: string | null };
    'ticket.status_changed': TicketFact & { from: Status; to: Status };
    'ticket.held': TicketFact & { holdId: string };
    /** `said` are the ISO 8601 times of the messages by which the priority was raised, and `reason` says why. */
    'ticket.priority_changed': TicketFact & { from: Priority; reason?: Localized; said?: string[] };
    'ticket.reclassified': TicketFact & { from: string };
    'ticket.edited': TicketFact & { fields: string[] };
    'ticket.handed_off': HandoffFact;
    'ticket.handoff_accepted': HandoffFact;
    'ticket.handoff_returned': HandoffFact;
    'ticket.handoff_withdrawn': HandoffFact;
    'ticket.note_added': TicketFact & { noteId: string };
    'ticket.resolved': TicketFact & { resolutionId: string };
    /** `messageId` is set if words of the customer opened the ticket again. */
    'ticket.reopened': TicketFact & { resolutionId: string; messageId?: string };
    'ticket.closed': TicketFact;
    /** `open` is true if a person still has to read the message, because it may ask for more than the answer says. */
    'intake.progress_asked': AskedFact & { tickets: ProgressLine[]; open: boolean };
    'intake.person_wanted': AskedFact & { conversationId: string };
    /** The message was added to an open ticket, which learnt a fact or not, and nothing else answers it. */
    'intake.added': AskedFact & { conversationId: string; ticketId: string; learnt: boolean };
    /** No rule knows these words, or they only greet, so a person has to read them. */
    'intake.left_to_person': AskedFact & { conversationId: string; greeting: boolean };
    'intake.escalation_asked': AskedFact & { ticketId: string };
  }
}
