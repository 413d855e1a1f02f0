/** What the customer sees of a ticket; never an internal status. Its words are in the locales, under `stage`. */
export const STAGES = [
  'received',
  'in_progress',
  'in_department',
  'waiting_for_you',
  'on_hold',
  'refund_requested',
  'refund_approved',
  'refund_rejected',
  'refunded',
  'resolved',
  'closed',
] as const;
export type Stage = (typeof STAGES)[number];

/** The stage in which the customer has been told how it ended, by the act that ended it: no other word follows. */
export function tellsTheEnd(stage: Stage): boolean {
  return stage === 'refunded';
}
