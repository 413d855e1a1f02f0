export const STATUSES = ['new', 'open', 'waiting_on_customer', 'on_hold', 'resolved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const UNFINISHED: readonly Status[] = ['new', 'open', 'waiting_on_customer', 'on_hold'];

/** Queries ask the column `is_finished` instead. */
export function isFinished(status: Status): boolean {
  return !UNFINISHED.includes(status);
}

/**
 * `department` is a member of the ticket's department, or its holder. `holder` is whoever holds the ticket, or the
 * whole department while nobody does. `lead` leads its department. `receiver` is a member of the department to which
 * the ticket is offered. `customer` acts by writing. `system` acts when a time has come or for another module. An
 * administrator counts as `department`, `lead` and `receiver`, but never as finance.
 */
export type Person = 'department' | 'holder' | 'lead' | 'receiver' | 'customer' | 'system' | 'finance';

export interface ActRule {
  from: readonly Status[];
  to?: Status;
  may: readonly Person[];
  when?: 'free' | 'held' | 'held_by_colleague' | 'offered' | 'not_offered';
  /** On a refund ticket only finance may do this. */
  financeClosesRefunds?: true;
  ofRefundsOnly?: true;
}

/** Any act that is not in this table is refused. */
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
  revoke_link: { from: STATUSES, may: ['department'] },
  resolve: {
    from: UNFINISHED,
    to: 'resolved',
    may: ['department'],
    when: 'not_offered',
    financeClosesRefunds: true,
  },
  reopen: { from: ['resolved'], to: 'open', may: ['department', 'customer'] },
  settle: { from: [...UNFINISHED, 'resolved'], to: 'closed', may: ['finance'], when: 'not_offered' },
  close: { from: ['resolved'], to: 'closed', may: ['system'] },
} as const satisfies Record<string, ActRule>;

export type Act = keyof typeof ACTS;
export const ACT_NAMES = Object.keys(ACTS) as Act[];

export type Move = { [A in Act]: (typeof ACTS)[A] extends { to: Status } ? A : never }[Act];

export function ruleOf(act: Act): ActRule {
  return ACTS[act];
}

export function allowed(act: Act, from: Status): boolean {
  return ruleOf(act).from.includes(from);
}
