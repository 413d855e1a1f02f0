import { type Action, allowed, UNFINISHED } from '../../../tickets/index.js';
import type { Member } from '../../../staff/index.js';
import type { TicketRow } from '../../queries/index.js';

/** What the member may do with the ticket now; what is not here is not offered. */
export interface TicketMay {
  claim: boolean;
  release: boolean;
  assign: boolean;
  handOff: boolean;
  accept: boolean;
  withdraw: boolean;
  wait: boolean;
  hold: boolean;
  resume: boolean;
  resolve: boolean;
  /** Saying that a promised step on the way is done. */
  reach: boolean;
  reopen: boolean;
  correct: boolean;
  reply: boolean;
  /** Whoever sees an open ticket may ask for somebody above. */
  escalate: boolean;
  /** In words why resolving is missing where one would look for it. */
  resolvesElsewhere: boolean;
}

/** Asking for a refund: the department of an open refund ticket, until somebody has decided. */
export function refundMay(member: Member, ticket: TicketRow, refused?: { act: string }) {
  const own = member.isAdmin || member.belongsTo(ticket.departmentId);
  const open = UNFINISHED.includes(ticket.status) && ticket.type === 'refund';
  const undecided = !ticket.refund || ['requested', 'rejected'].includes(ticket.refund.state);
  const first = ticket.refund?.state !== 'requested' && ticket.department === 'finance' && !ticket.handoff;
  return { refund: own && open && undecided, refundOpen: first || refused?.act === 'refund' };
}

export function mayOf(member: Member, ticket: TicketRow): TicketMay {
  const own = member.isAdmin || member.belongsTo(ticket.departmentId);
  const open = UNFINISHED.includes(ticket.status);
  const offered = ticket.handoff !== null;
  const can = (action: Action) => own && allowed(action, ticket.status);
  const closesMoney = ticket.type !== 'refund' || member.isAdmin || member.isFinance;
  return {
    claim: own && open && ticket.assignee === null,
    release: own && open && ticket.assignee?.id === member.id,
    assign: own && open,
    handOff: own && open && !offered,
    accept: offered && (member.isAdmin || member.departmentKeys.includes(ticket.handoff?.to ?? '')),
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
