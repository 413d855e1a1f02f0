import { type Action, allowed, UNFINISHED } from '../../../tickets/index.js';
import type { Member } from '../../../staff/index.js';
import type { TicketRow } from '../../queries/index.js';
import type { TicketActName } from './acts.js';

/** What the member may do with the ticket now, by act; what is not here is not offered. */
export type TicketMay = Partial<Record<TicketActName, boolean>> & {
  /** In words why resolving is missing where one would look for it. */
  resolvesElsewhere: boolean;
};

/** Asking for a refund: the department of an open refund ticket, until somebody has decided. */
export function refundMay(member: Member, ticket: TicketRow, refused?: { act: string }) {
  const own = member.isAdmin || member.belongsTo(ticket.departmentId);
  const open = UNFINISHED.includes(ticket.status) && ticket.type === 'refund';
  const undecided = !ticket.refund || ['requested', 'rejected'].includes(ticket.refund.state);
  const first = ticket.refund?.state !== 'requested' && ticket.department === 'finance' && !ticket.handoff;
  return { ask_refund: own && open && undecided, refundOpen: first || refused?.act === 'ask_refund' };
}

export function mayOf(member: Member, ticket: TicketRow): TicketMay {
  const own = member.isAdmin || member.belongsTo(ticket.departmentId);
  const open = UNFINISHED.includes(ticket.status);
  const offered = ticket.handoff !== null;
  const can = (action: Action) => own && allowed(action, ticket.status);
  const closesMoney = ticket.type !== 'refund' || member.isAdmin || member.isFinance;
  const receives = offered && (member.isAdmin || member.departmentKeys.includes(ticket.handoff?.to ?? ''));
  return {
    claim: own && open && ticket.assignee === null,
    release: own && open && ticket.assignee?.id === member.id,
    assign: own && open,
    hand_off: own && open && !offered,
    accept: receives,
    return: receives,
    withdraw: own && offered,
    wait: can('wait'),
    hold: can('hold'),
    resume: can('resume'),
    resolve: can('resolve') && !offered && closesMoney,
    reach: own && open,
    reopen: can('reopen'),
    correct: own && open,
    reply: ticket.identityId !== null && ticket.status !== 'closed',
    escalate: open,
    resolvesElsewhere: can('resolve') && !offered && !closesMoney,
  };
}
