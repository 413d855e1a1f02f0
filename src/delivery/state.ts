/** What becomes of a delivery: it is planned, being sent, and then one of the others; README.md says what each means. */
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
 * Who may: a `person` at a desk, the `sender` with what it decides and is answered, a `receipt` of the provider, the
 * `clock` where a sender died, `opening` where the customer or the account makes possible what waits.
 */
export type May = 'person' | 'sender' | 'receipt' | 'clock' | 'opening';

interface Move {
  from: readonly DeliveryState[];
  to: DeliveryState;
  may: readonly May[];
}

/** An answer to a send may come late: by then the lease has run out, and the delivery is planned again. */
const IN_HAND = ['planned', 'sending'] as const;
/** What the provider has, or may have. */
const SENT = ['sending', 'accepted', 'unknown'] as const;
const FAILED = ['refused', 'gave_up'] as const;

/** Every legal move of a delivery. Nothing else changes its state. */
export const MOVES = {
  claim: { from: ['planned'], to: 'sending', may: ['sender'] },
  /** It rides in the answer to a push. */
  answer: { from: ['planned'], to: 'accepted', may: ['sender'] },
  accept: { from: IN_HAND, to: 'accepted', may: ['sender'] },
  refuse: { from: IN_HAND, to: 'refused', may: ['sender'] },
  give_up: { from: IN_HAND, to: 'gave_up', may: ['sender'] },
  /** It may have arrived. */
  doubt: { from: IN_HAND, to: 'unknown', may: ['sender', 'clock'] },
  put_off: { from: IN_HAND, to: 'planned', may: ['sender', 'clock'] },
  /** Without a due time, until the customer opens a window or a person decides. */
  wait: { from: IN_HAND, to: 'planned', may: ['sender'] },
  /** The lease of a dead sender could not be cleared up, and is looked at again later. */
  hold: { from: ['sending'], to: 'sending', may: ['clock'] },
  /** It never could: a person has to find out. */
  lose: { from: ['sending'], to: 'unknown', may: ['clock'] },
  deliver: { from: SENT, to: 'delivered', may: ['receipt'] },
  fail: { from: SENT, to: 'refused', may: ['receipt'] },
  reroute: { from: ['refused'], to: 'planned', may: ['receipt'] },
  wake: { from: ['planned'], to: 'planned', may: ['opening'] },
  cancel: { from: ['planned', 'unknown'], to: 'cancelled', may: ['person'] },
  retry: { from: ['planned', 'unknown', ...FAILED], to: 'planned', may: ['person'] },
  believe_arrived: { from: ['unknown'], to: 'accepted', may: ['person'] },
  believe_lost: { from: ['unknown'], to: 'refused', may: ['person'] },
  take_last: { from: ['planned'], to: 'planned', may: ['person'] },
  ask_call: { from: ['planned', 'unknown', ...FAILED], to: 'planned', may: ['person'] },
  /** Somebody called, and the customer was reached. */
  reach: { from: ['planned'], to: 'delivered', may: ['person'] },
  /** Somebody called, and nobody answered. */
  miss: { from: ['planned'], to: 'gave_up', may: ['person'] },
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof MOVES;

/** The moves that somebody may make. */
export type MoveOf<Who extends May> = {
  [Name in MoveName]: Who extends (typeof MOVES)[Name]['may'][number] ? Name : never;
}[MoveName];

export function allowed(name: MoveName, from: DeliveryState): boolean {
  return (MOVES[name].from as readonly DeliveryState[]).includes(from);
}
