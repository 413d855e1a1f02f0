export const STATUSES = ['new', 'open', 'waiting_on_customer', 'on_hold', 'resolved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The tickets on which there is work to do. */
export const UNFINISHED: Status[] = ['new', 'open', 'waiting_on_customer', 'on_hold'];

/**
 * Who may act. `department`: a member of the department that has the ticket, or whoever holds it. `holder`: whoever
 * holds it, and its department while nobody does. `lead`: who leads its department. `receiver`: a member of the
 * department it is offered to. `customer` acts by writing, `system` by a due time or another room. An administrator
 * counts as `department`, `lead` and `receiver`, never as finance.
 */
export type Person = 'department' | 'holder' | 'lead' | 'receiver' | 'customer' | 'system' | 'finance';

/** `when`: who holds it, or whether it is offered to another department. */
export interface ActRule {
  from: readonly Status[];
  to?: Status;
  may: readonly Person[];
  when?: 'free' | 'held' | 'held_by_colleague' | 'offered' | 'not_offered';
  /** Of a refund ticket only finance may, whoever else may it otherwise. */
  financeClosesRefunds?: true;
  /** There is no such act on tickets of other types. */
  ofRefundsOnly?: true;
}

/** Every act on a ticket: from which statuses, whereto, and who may. What is not here is refused. */
export const ACTS = {
  claim: { from: UNFINISHED, may: ['holder'], when: 'free' },
  take_over: { from: UNFINISHED, may: ['department'], when: 'held_by_colleague' },
  assign: { from: UNFINISHED, may: ['holder', 'lead'] },
  release: { from: UNFINISHED, may: ['holder', 'lead'], when: 'held' },
  leave_behind: { from: [...UNFINISHED, 'resolved'], may: ['system'], when: 'held' },
  correct: { from: UNFINISHED, may: ['department'] },
  bind: { from: UNFINISHED, may: ['department'] },
  ask_refund: { from: UNFINISHED, may: ['department'], ofRefundsOnly: true },
  hand_off: { from: UNFINISHED, may: ['department'], when: 'not_offered' },
  accept: { from: UNFINISHED, may: ['receiver'], when: 'offered' },
  return: { from: UNFINISHED, may: ['receiver'], when: 'offered' },
  withdraw: { from: UNFINISHED, may: ['department'], when: 'offered' },
  answer: { from: ['new'], to: 'open', may: ['department'] },
  wait: { from: ['new', 'open', 'on_hold'], to: 'waiting_on_customer', may: ['department'] },
  hear: { from: ['waiting_on_customer'], to: 'open', may: ['customer'] },
  hold: { from: ['new', 'open', 'waiting_on_customer'], to: 'on_hold', may: ['department'] },
  resume: { from: ['on_hold', 'waiting_on_customer'], to: 'open', may: ['department', 'system'] },
  reach: { from: UNFINISHED, may: ['department'] },
  escalate: { from: UNFINISHED, may: ['department', 'customer'] },
  reply: { from: [...UNFINISHED, 'resolved'], may: ['department'] },
  note: { from: STATUSES, may: ['department'] },
  resolve: {
    from: UNFINISHED,
    to: 'resolved',
    may: ['department'],
    when: 'not_offered',
    financeClosesRefunds: true,
  },
  reopen: { from: ['resolved'], to: 'open', may: ['department'] },
  settle: { from: [...UNFINISHED, 'resolved'], to: 'closed', may: ['finance'], when: 'not_offered' },
  close: { from: ['resolved'], to: 'closed', may: ['system'] },
} as const satisfies Record<string, ActRule>;

export type Act = keyof typeof ACTS;
export const TICKET_ACTS = Object.keys(ACTS) as Act[];

/** The acts that change the status. */
export type Move = { [A in Act]: (typeof ACTS)[A] extends { to: Status } ? A : never }[Act];

export function ruleOf(act: Act): ActRule {
  return ACTS[act];
}

export function allowed(act: Act, from: Status): boolean {
  return ruleOf(act).from.includes(from);
}
