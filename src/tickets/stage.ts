/** The customer sees a stage and never a status. The words are in the locale files under `stage`. */
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

/**
 * In these stages the act that ended the ticket has already told the customer how it ended, so no further notice
 * follows.
 */
export function tellsTheEnd(stage: Stage): boolean {
  return stage === 'refunded';
}
