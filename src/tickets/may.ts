import type { Member } from '../staff/index.js';
import {
  type Act,
  type ActRule,
  allowed,
  type Person,
  ruleOf,
  type Status,
  TICKET_ACTS,
} from './lifecycle.js';

export interface TicketFacts {
  status: Status;
  type: string;
  departmentId: string;
  assigneeId: string | null;
  offeredTo: string | null;
}

const REFUND = 'refund';

export type Refusal =
  | 'not_your_department'
  | 'finance_only'
  | 'not_a_refund_ticket'
  | 'not_allowed_now'
  | 'handoff_open'
  | 'not_offered'
  | 'not_held'
  | 'already_claimed';

/** Tells why the member may not do this to the ticket now. Null means that the member may. */
export function mayDo(member: Member, act: Act, ticket: TicketFacts): Refusal | null {
  const rule = ruleOf(act);
  return (
    refusedPerson(member, rule, ticket) ??
    (rule.ofRefundsOnly && ticket.type !== REFUND ? 'not_a_refund_ticket' : null) ??
    (allowed(act, ticket.status) ? null : 'not_allowed_now') ??
    refusedCondition(member, rule, ticket) ??
    refusedForHolder(member, rule, ticket)
  );
}

export function actsOpenTo(member: Member, ticket: TicketFacts): Set<Act> {
  return new Set(TICKET_ACTS.filter((act) => mayDo(member, act, ticket) === null));
}

function refusedPerson(member: Member, rule: ActRule, ticket: TicketFacts): Refusal | null {
  if (!rule.may.some((person) => IS[person](member, ticket)))
    return rule.may.includes('finance') ? 'finance_only' : 'not_your_department';
  const money = rule.financeClosesRefunds && ticket.type === REFUND;
  return money && !member.isFinance ? 'finance_only' : null;
}

/** Tells whether the member can be this kind of person at all. The holder of the ticket is checked afterwards. */
const IS: Record<Person, (member: Member, ticket: TicketFacts) => boolean> = {
  department: worksOn,
  holder: worksOn,
  lead: (member, ticket) => member.isAdmin || member.leads(ticket.departmentId),
  receiver: (member, { offeredTo }) => member.isAdmin || (offeredTo !== null && member.belongsTo(offeredTo)),
  finance: (member) => member.isFinance,
  customer: () => false,
  system: () => false,
};

function worksOn(member: Member, { departmentId, assigneeId }: TicketFacts): boolean {
  return member.isAdmin || member.belongsTo(departmentId) || assigneeId === member.id;
}

function refusedCondition(member: Member, { when }: ActRule, ticket: TicketFacts): Refusal | null {
  if (when === 'offered' && ticket.offeredTo === null) return 'not_offered';
  if (when === 'not_offered' && ticket.offeredTo !== null) return 'handoff_open';
  if (when === 'held' && ticket.assigneeId === null) return 'not_held';
  if (when === 'held_by_colleague' && [null, member.id].includes(ticket.assigneeId)) return 'not_held';
  if (when === 'free' && ticket.assigneeId !== null) return 'already_claimed';
  return null;
}

/** Only the lead may give away what a colleague holds. Anybody else must take the ticket over first. */
function refusedForHolder(member: Member, { may }: ActRule, ticket: TicketFacts): Refusal | null {
  if (may.includes('department') || !may.includes('holder')) return null;
  if (ticket.assigneeId === null || ticket.assigneeId === member.id) return null;
  return may.includes('lead') && IS.lead(member, ticket) ? null : 'already_claimed';
}
