import { KEY } from '../../../platform/text/index.js';
import { PRIORITIES, UNFINISHED } from '../../../tickets/index.js';
import type { Member } from '../../../staff/index.js';
import type { TicketFilter } from '../../queries/index.js';
import type { DeskCounts } from '../desk.queries.js';
import { textAt, type Typed } from '../../forms/index.js';

export const TABS = ['mine', 'unassigned', 'department', 'offered', 'all', 'done'] as const;
export type Tab = (typeof TABS)[number];

export const SORTS = ['due', 'newest', 'closing'] as const;
export type Sort = (typeof SORTS)[number];

export interface QueueView {
  tab: Tab;
  priority: string;
  type: string;
  department: string;
  q: string;
  sort: Sort;
  cursor: string;
}

/**
 * Anything that the address leaves out or gets wrong has its default: the department's open tickets, next due first. What
 * is searched for comes newest first.
 */
export function readView(query: Typed): QueueView {
  const q = textAt(query, 'q').trim().slice(0, 200);
  const tab = TABS.find((one) => one === textAt(query, 'tab')) ?? (q ? 'all' : 'department');
  const sort = SORTS.find((one) => one === textAt(query, 'sort'));
  return {
    tab,
    q,
    priority: PRIORITIES.find((one) => one === textAt(query, 'priority')) ?? '',
    type: keyOf(query, 'type'),
    department: keyOf(query, 'department'),
    sort: sort ?? (tab === 'done' || q ? 'newest' : 'due'),
    cursor: textAt(query, 'cursor'),
  };
}

export function addressOf(view: QueueView, changes: Partial<QueueView> = {}): string {
  const { tab, ...parts } = { ...view, cursor: '', ...changes };
  const said = Object.entries({ tab, ...parts }).filter(([, value]) => value !== '');
  return `/tickets?${new URLSearchParams(said)}`;
}

export function filterOf(view: QueueView, member: Member): TicketFilter {
  const { priority, type, department, q, sort, cursor } = view;
  return { priority, type, department, q, sort, cursor, ...byTab(view, member) };
}

function byTab({ tab, q, department }: QueueView, member: Member): TicketFilter {
  const open = { status: UNFINISHED.join(',') };
  const own = member.isAdmin ? {} : { department: within(department, member.departmentKeys) };
  if (tab === 'mine') return { ...open, assignee: 'me' };
  if (tab === 'unassigned') return { ...open, ...own, assignee: 'none' };
  if (tab === 'department') return { ...open, ...own };
  if (tab === 'offered') return { ...open, offered: true };
  if (tab === 'done') return { status: 'resolved,closed' };
  return q ? {} : open;
}

/** A chosen department must be one of the member's own. Otherwise nothing matches. */
function within(department: string, own: string[]): string {
  if (department) return own.includes(department) ? department : 'none';
  return own.join(',') || 'none';
}

export function countOf(tab: Tab, { mine, unassigned, department, offered }: DeskCounts): number | undefined {
  const counts: Partial<Record<Tab, number>> = { mine, unassigned, department, offered };
  return counts[tab];
}

function keyOf(query: Typed, name: string): string {
  const key = textAt(query, name);
  return KEY.test(key) ? key : '';
}
