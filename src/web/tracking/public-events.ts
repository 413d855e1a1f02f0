import type { EventName } from '../../platform/events/index.js';
import { type Localized, type Stage, tellsTheEnd } from '../../tickets/index.js';

/** Customers are told only of these events, in the words of `tracking.story`. */
const TOLD = {
  'ticket.opened': 'opened',
  'ticket.customer_wrote': 'wrote',
  'ticket.replied': 'replied',
  'ticket.handoff_accepted': 'with_department',
  'ticket.status_changed': 'asked',
  'ticket.held': 'held',
  'ticket.resolved': 'resolved',
  'ticket.reopened': 'reopened',
  'refund.requested': 'refund_requested',
  'refund.approved': 'refund_approved',
  'refund.rejected': 'refund_rejected',
  'refund.paid': 'refund_paid',
} as const satisfies Partial<Record<EventName, string>>;

export const PUBLIC_EVENTS = Object.keys(TOLD) as (keyof typeof TOLD)[];

export interface PublicEvent {
  id: string;
  at: string;
  name: keyof typeof TOLD;
  stage: Stage | null;
  to: string | null;
  amount: string | null;
  currency: string | null;
  alias: string | null;
  department: Localized | null;
}

export interface StoryLine {
  at: Date;
  said: string;
  alias: string | null;
  amount: string | null;
  currency: string | null;
  department: Localized | null;
}

/** Events come newest first. Of several answers in a row, only the newest is told. */
export function storyOf(events: PublicEvent[]): StoryLine[] {
  const lines = events.filter(isTold).map(lineOf);
  return lines.filter(
    (line, index) => line.said !== lines[index - 1]?.said || line.alias !== lines[index - 1]?.alias,
  );
}

function isTold({ name, to, stage }: PublicEvent): boolean {
  if (name === 'ticket.status_changed') return to === 'waiting_on_customer';
  // The payment itself tells that the case is solved.
  return name !== 'ticket.resolved' || stage === null || !tellsTheEnd(stage);
}

function lineOf({ at, name, alias, amount, currency, department }: PublicEvent): StoryLine {
  const said = name === 'ticket.replied' && alias === null ? 'answered' : TOLD[name];
  return { at: new Date(at), said, alias, amount, currency, department };
}
