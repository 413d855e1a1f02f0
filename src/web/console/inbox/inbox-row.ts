import type { Priority } from '../../../tickets/index.js';

/** `ticket` is the most urgent open ticket about the conversation. */
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
  /** This is what a person said last; notices do not count. */
  last: { text: string; kind: string } | null;
  /** While the customer waits for an answer, this is the time from which WeChat no longer takes one. */
  closesAt: Date | null;
  ticket: { id: string; number: string; priority: Priority } | null;
}
