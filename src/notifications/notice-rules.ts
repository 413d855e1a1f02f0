import type { EventName } from '../platform/events/index.js';
import { tellsTheEnd, type TicketFact } from '../tickets/index.js';

/** What a notice is for; each has a text per language in templates/notices. */
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
  /** Where nothing else can carry it somebody calls: it decides something that the customer must hear. */
  call?: true;
  /** Whether the customer has been told already. */
  unless?: (fact: TicketFact) => boolean;
}

/**
 * Which steps of a ticket its customer hears of. WeChat allows five sends for a message of the customer, so a step that
 * asks nothing of them and decides nothing (a claim, a refund being asked for) is not told.
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

/** Items of the account's menu that are answered with a text. */
export const MENU_NOTICES = new Map<string, Purpose>([['faq', 'help']]);

/** Where a promise to look at it at once is part of the receipt. */
const EMERGENCIES = ['account_theft', 'funds_loss'];

export function isEmergency({ type, priority }: Pick<TicketFact, 'type' | 'priority'>): boolean {
  return priority === 'P0' && EMERGENCIES.includes(type);
}
