import type { EventName } from '../platform/events/index.js';
import { tellsTheEnd, type TicketFact } from '../tickets/index.js';

/** The purposes of notices. Each has one text per language in templates/notices. */
export const PURPOSES = [
  'receipt',
  'with_department',
  'refund_approved',
  'refund_rejected',
  'refund_paid',
  'resolved',
  'reopened',
  'progress',
  'person',
  'escalated',
  'welcome',
  'help',
] as const;
export type Purpose = (typeof PURPOSES)[number];

interface TicketNotice {
  purpose: Purpose;
  /** The notice decides something that the customer must hear, so somebody calls if no other route is left. */
  call?: true;
  /** Returns whether the customer has already been told. */
  unless?: (fact: TicketFact) => boolean;
}

/**
 * The steps of a ticket that its customer is told about. WeChat allows five sends for each message of the customer. A
 * step that neither asks for anything nor decides anything (a claim, a request for a refund) is therefore not
 * reported.
 */
const TICKET_NOTICES = {
  'ticket.opened': { purpose: 'receipt' },
  'ticket.handoff_accepted': { purpose: 'with_department' },
  'ticket.resolved': { purpose: 'resolved', call: true, unless: ({ stage }) => tellsTheEnd(stage) },
  'ticket.reopened': { purpose: 'reopened' },
  'refund.approved': { purpose: 'refund_approved' },
  'refund.rejected': { purpose: 'refund_rejected', call: true },
  'refund.paid': { purpose: 'refund_paid', call: true },
} satisfies Partial<Record<EventName, TicketNotice>>;

export type TicketNoticeEvent = keyof typeof TICKET_NOTICES;
export const TICKET_NOTICE_EVENTS = Object.keys(TICKET_NOTICES) as TicketNoticeEvent[];

export function noticeFor(event: TicketNoticeEvent): TicketNotice {
  return TICKET_NOTICES[event];
}

/** The menu items that are answered with a text. */
export const MENU_NOTICES = new Map<string, Purpose>([['faq', 'help']]);

/** For these types the receipt promises that somebody looks at the ticket at once. */
const EMERGENCIES = ['account_theft', 'funds_loss'];

export function isEmergency({ type, priority }: Pick<TicketFact, 'type' | 'priority'>): boolean {
  return priority === 'P0' && EMERGENCIES.includes(type);
}
