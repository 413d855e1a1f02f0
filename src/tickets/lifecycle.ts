export const STATUSES = ['new', 'open', 'waiting_on_customer', 'on_hold', 'resolved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The tickets on which there is work to do. */
export const UNFINISHED: Status[] = ['new', 'open', 'waiting_on_customer', 'on_hold'];

/**
 * Who may: `department` a member of the ticket's department, `customer` by writing, `system` by a due time or another
 * room, `finance` a member of the finance department.
 */
type May = 'department' | 'customer' | 'system' | 'finance';

interface Move {
  from: Status[];
  to: Status;
  may: May[];
}

/** Every legal change of status. What is not here is refused. A refund ticket is resolved by finance alone. */
export const MOVES = {
  answer: { from: ['new'], to: 'open', may: ['department'] },
  wait: { from: ['new', 'open', 'on_hold'], to: 'waiting_on_customer', may: ['department'] },
  hear: { from: ['waiting_on_customer'], to: 'open', may: ['customer'] },
  hold: { from: ['new', 'open', 'waiting_on_customer'], to: 'on_hold', may: ['department'] },
  resume: { from: ['on_hold', 'waiting_on_customer'], to: 'open', may: ['department', 'system'] },
  resolve: { from: UNFINISHED, to: 'resolved', may: ['department', 'finance'] },
  reopen: { from: ['resolved'], to: 'open', may: ['department'] },
  settle: { from: [...UNFINISHED, 'resolved'], to: 'closed', may: ['finance'] },
  close: { from: ['resolved'], to: 'closed', may: ['system'] },
} satisfies Record<string, Move>;

export type Action = keyof typeof MOVES;

export function allowed(action: Action, from: Status): boolean {
  return (MOVES[action].from as Status[]).includes(from);
}
