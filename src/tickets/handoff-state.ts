import type { Act } from './lifecycle.js';

export const HANDOFF_STATES = ['offered', 'accepted', 'returned', 'withdrawn'] as const;
export type HandoffState = (typeof HANDOFF_STATES)[number];

export const HANDOFF_MOVES = {
  accept: { from: 'offered', to: 'accepted' },
  return: { from: 'offered', to: 'returned' },
  withdraw: { from: 'offered', to: 'withdrawn' },
} as const satisfies { [A in Act]?: { from: HandoffState; to: HandoffState } };

export type HandoffMove = keyof typeof HANDOFF_MOVES;
