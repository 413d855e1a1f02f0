export const REFUND_STATES = ['requested', 'approved', 'paying', 'paid', 'rejected', 'withdrawn'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

export type RefundPerson =
  'department' | 'finance' | 'another of finance' | 'a second pair of eyes' | 'asker';

interface Move {
  from: readonly RefundState[];
  to: RefundState;
  may: RefundPerson;
}

/** `paying` is reserved for payments that a bank confirms later. No move leads there yet. */
export const REFUND_MOVES = {
  change: { from: ['requested'], to: 'requested', may: 'department' },
  approve: { from: ['requested'], to: 'approved', may: 'a second pair of eyes' },
  reject: { from: ['requested', 'approved'], to: 'rejected', may: 'another of finance' },
  withdraw: { from: ['requested'], to: 'withdrawn', may: 'asker' },
  pay: { from: ['approved'], to: 'paid', may: 'finance' },
} as const satisfies Record<string, Move>;

export type RefundAction = keyof typeof REFUND_MOVES;

export function movable(action: RefundAction, from: RefundState): boolean {
  return (REFUND_MOVES[action].from as readonly RefundState[]).includes(from);
}
