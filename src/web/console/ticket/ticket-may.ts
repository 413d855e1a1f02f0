import { mayTalk } from '../../../conversations/index.js';
import { type Act, actsOpenTo, mayDo, type TicketFacts } from '../../../tickets/index.js';
import type { Member } from '../../../staff/index.js';
import type { TicketRow } from '../../queries/index.js';
import type { CustomerCard } from '../inbox/customer-card.queries.js';

export type TicketMay = Partial<Record<Act, boolean>> & {
  /** If this is true, the page says why resolving is not offered in its usual place. */
  resolvesElsewhere: boolean;
};

export function mayOf(member: Member, ticket: TicketRow): TicketMay {
  const facts = factsOf(ticket);
  const open = [...actsOpenTo(member, facts)].filter((act) => act !== 'reply' || ticket.identityId !== null);
  const elsewhere = mayDo(member, 'resolve', facts) === 'finance_only';
  return {
    ...Object.fromEntries(open.map((act) => [act, true])),
    resolvesElsewhere: elsewhere && mayDo(member, 'hand_off', facts) === null,
  };
}

/** The department of an open refund ticket may ask for a refund until somebody has decided. */
export function refundMay(member: Member, ticket: TicketRow, refused?: { act: string }) {
  const undecided = !ticket.refund || ['requested', 'rejected', 'withdrawn'].includes(ticket.refund.state);
  const first = ticket.refund?.state !== 'requested' && ticket.department === 'finance' && !ticket.handoff;
  return {
    ask_refund: undecided && mayDo(member, 'ask_refund', factsOf(ticket)) === null,
    refundOpen: first || refused?.act === 'ask_refund',
  };
}

/** Returns null unless a colleague already talks with the customer. A reply must not bypass that colleague. */
export function talkerOf(
  member: Member,
  { ticket, card: { talk }, may }: { ticket: TicketRow; card: Pick<CustomerCard, 'talk'>; may: TicketMay },
): { name: string; mayTakeOver: boolean } | null {
  if (!talk || talk.holder.id === member.id) return null;
  const workerId = may.claim ? member.id : (ticket.assignee?.id ?? null);
  const { departmentId, state, holder } = talk;
  const refused = mayTalk(member, 'take_over', { departmentId, state, assigneeId: holder.id, workerId });
  return { name: holder.name, mayTakeOver: refused === null };
}

function factsOf({ status, type, departmentId, assignee, handoff }: TicketRow): TicketFacts {
  const offeredTo = handoff?.toId ?? null;
  return { status, type, departmentId, assigneeId: assignee?.id ?? null, offeredTo };
}
