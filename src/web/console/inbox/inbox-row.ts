import type { Priority } from '../../../tickets/index.js';

/** `ticket` is the most urgent open one about it. */
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
  /** What a person said last; notices do not count. */
  last: { text: string; kind: string } | null;
  /** When WeChat takes no answer any more, where the customer waits for one. */
  closesAt: Date | null;
  ticket: { id: string; number: string; priority: Priority } | null;
}
