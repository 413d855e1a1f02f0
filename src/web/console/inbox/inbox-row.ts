import type { WayOfAsking } from '../../../conversations/index.js';
import type { Priority } from '../../../tickets/index.js';

/** `ticket` is an open ticket about the conversation: an emergency, else the one to which the last words belong. */
export interface InboxRow {
  id: string;
  state: 'waiting' | 'active' | 'ended';
  departmentId: string;
  identityId: string;
  unansweredSince: Date | null;
  lastMessageAt: Date;
  claimedAt: Date | null;
  customer: { id: string; name: string; tier: string };
  assignee: { id: string; name: string } | null;
  /** Only what a person said counts here, not a notice. */
  last: { text: string; kind: string } | null;
  /** WeChat takes no answer after this time. The time is null if the customer does not wait for one. */
  closesAt: Date | null;
  ticket: { id: string; number: string; priority: Priority } | null;
  /** How the customer asked for a person and still waits for one. */
  personAsked: WayOfAsking | null;
}
