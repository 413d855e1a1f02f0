import type { EventName } from '../platform/events/index.js';
import { tellsTheEnd, type TicketFact } from '../tickets/index.js';

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
  'waiting',
  'added',
  'escalated',
  'welcome',
  'help',
] as const;
export type Purpose = (typeof PURPOSES)[number];

interface TicketNotice {
  purpose: Purpose;
  /** Somebody calls if no other route is left, because the customer must hear of this decision. */
  call?: true;
  /** If it returns true, the customer has already been told and gets no notice. */
  unless?: (fact: TicketFact) => boolean;
}

/**
 * WeChat allows five sends for each message of a customer. Steps that neither ask for nor decide anything (a claim, a
 * request for a refund) therefore send no notice.
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

const DECISIONS = ['refund_approved', 'refund_rejected', 'refund_paid', 'resolved'] as const;
const NEWS = [...DECISIONS, 'with_department', 'reopened', 'progress'] as const;

/**
 * A notice that waits for a way out is not sent any more once one of these has gone out about the same ticket: it would
 * tell the customer what was true before. A colleague's own words answer as a receipt does. What was paid stays true.
 */
const LAPSES_AFTER: Partial<Record<Purpose, readonly (Purpose | 'reply')[]>> = {
  receipt: [...NEWS, 'reply'],
  with_department: NEWS,
  progress: NEWS,
  escalated: DECISIONS,
  reopened: [...DECISIONS, 'reopened'],
  resolved: ['refund_paid', 'resolved', 'reopened'],
  refund_approved: DECISIONS,
  refund_rejected: ['refund_approved', 'refund_rejected', 'refund_paid'],
};

export function lapsesAfter(purpose: Purpose): readonly string[] {
  return LAPSES_AFTER[purpose] ?? [];
}

export const MENU_NOTICES = new Map<string, Purpose>([['faq', 'help']]);

/** For these types the receipt promises that somebody looks at the ticket at once. */
const EMERGENCIES = ['account_theft', 'funds_loss'];

export function isEmergency({ type, priority }: Pick<TicketFact, 'type' | 'priority'>): boolean {
  return priority === 'P0' && EMERGENCIES.includes(type);
}
