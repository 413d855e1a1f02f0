export const STATES = [
  'planned',
  'sending',
  'accepted',
  'delivered',
  'refused',
  'unknown',
  'gave_up',
  'cancelled',
] as const;
export type DeliveryState = (typeof STATES)[number];

/**
 * Says who makes a move: a `person`, the `sender`, a `receipt` of the provider, the `clock` after a sender
 * died, or `opening` when a window opens or the account works again.
 */
export type May = 'person' | 'sender' | 'receipt' | 'clock' | 'opening';

interface Move {
  from: readonly DeliveryState[];
  to: DeliveryState;
  may: readonly May[];
}

/** The outcome of a send may come late, when its lease has run out and the delivery is planned again. */
const IN_HAND = ['planned', 'sending'] as const;
const SENT = ['sending', 'accepted', 'unknown'] as const;
const FAILED = ['refused', 'gave_up'] as const;

export const MOVES = {
  claim: { from: ['planned'], to: 'sending', may: ['sender'] },
  answer: { from: ['planned'], to: 'accepted', may: ['sender'] },
  accept: { from: IN_HAND, to: 'accepted', may: ['sender'] },
  refuse: { from: IN_HAND, to: 'refused', may: ['sender'] },
  give_up: { from: IN_HAND, to: 'gave_up', may: ['sender'] },
  doubt: { from: IN_HAND, to: 'unknown', may: ['sender', 'clock'] },
  put_off: { from: IN_HAND, to: 'planned', may: ['sender', 'clock'] },
  /** The delivery has no due time until the customer opens a window or a person decides. */
  wait: { from: IN_HAND, to: 'planned', may: ['sender'] },
  /** The delivery of a dead sender could not be recovered and is looked at again later. */
  hold: { from: ['sending'], to: 'sending', may: ['clock'] },
  /** The delivery could not be recovered at all, so a person has to settle it. */
  lose: { from: ['sending'], to: 'unknown', may: ['clock'] },
  /** A reply was not sent in time, so only a person may still send it. */
  lapse: { from: ['planned'], to: 'gave_up', may: ['clock'] },
  deliver: { from: SENT, to: 'delivered', may: ['receipt'] },
  fail: { from: SENT, to: 'refused', may: ['receipt'] },
  reroute: { from: ['refused'], to: 'planned', may: ['receipt'] },
  wake: { from: ['planned'], to: 'planned', may: ['opening'] },
  /** Something newer about its ticket has gone out meanwhile. */
  overtake: { from: ['planned'], to: 'cancelled', may: ['sender'] },
  cancel: { from: ['planned', 'unknown'], to: 'cancelled', may: ['person'] },
  retry: { from: ['planned', 'unknown', ...FAILED], to: 'planned', may: ['person'] },
  believe_arrived: { from: ['unknown'], to: 'accepted', may: ['person'] },
  believe_lost: { from: ['unknown'], to: 'refused', may: ['person'] },
  take_last: { from: ['planned'], to: 'planned', may: ['person'] },
  ask_call: { from: ['planned', 'unknown', ...FAILED], to: 'planned', may: ['person'] },
  reach: { from: ['planned'], to: 'delivered', may: ['person'] },
  miss: { from: ['planned'], to: 'gave_up', may: ['person'] },
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof MOVES;

export type MoveOf<Who extends May> = {
  [Name in MoveName]: Who extends (typeof MOVES)[Name]['may'][number] ? Name : never;
}[MoveName];

export function allowed(name: MoveName, from: DeliveryState): boolean {
  return (MOVES[name].from as readonly DeliveryState[]).includes(from);
}
