import { textAt, type Typed } from '../../forms/index.js';

export const INBOX_TABS = ['waiting', 'mine', 'all'] as const;
export type InboxTab = (typeof INBOX_TABS)[number];

export const INBOX_SORTS = ['urgent', 'closing'] as const;
export type InboxSort = (typeof INBOX_SORTS)[number];

export interface InboxView {
  tab: InboxTab;
  sort: InboxSort;
  q: string;
  cursor: string;
  before: string;
  /** If there is room for only one pane, it shows the customer instead of the conversation. */
  about: boolean;
}

export function readInboxView(query: Typed): InboxView {
  return {
    tab: INBOX_TABS.find((tab) => tab === textAt(query, 'tab')) ?? 'waiting',
    sort: INBOX_SORTS.find((sort) => sort === textAt(query, 'sort')) ?? 'urgent',
    q: textAt(query, 'q').trim().slice(0, 100),
    cursor: textAt(query, 'cursor'),
    before: textAt(query, 'before'),
    about: textAt(query, 'about') !== '',
  };
}

export function inboxAddress(
  { tab, sort, q }: InboxView,
  path = '',
  more: Record<string, string> = {},
): string {
  const said = Object.entries({
    tab: tab === 'waiting' ? '' : tab,
    sort: sort === 'urgent' ? '' : sort,
    q,
    ...more,
  }).filter(([, value]) => value !== '');
  const query = new URLSearchParams(said).toString();
  return `/inbox${path && `/${path}`}${query && `?${query}`}`;
}
