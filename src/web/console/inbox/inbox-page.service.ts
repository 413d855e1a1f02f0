import { Injectable } from '@nestjs/common';
import { WINDOW_WARNINGS_S } from '../../../delivery/index.js';
import { Timers } from '../../../sla/index.js';
import { requireId } from '../../../platform/http/index.js';
import { Clock } from '../../../platform/clock/index.js';
import type { DeskCounts } from '../desk.queries.js';
import { InboxQueries } from './inbox.queries.js';
import { INBOX_SORTS, INBOX_TABS, inboxAddress, type InboxView, readInboxView } from './inbox-view.js';
import { OpenConversation } from './open-conversation.service.js';
import { nextClock } from '../ticket/next-clock.js';
import { type FormPage, readTyped, type Refused } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

/** The keys that open the next and the previous row, by their distance from the open one. */
const HOTKEYS: Record<number, 'j' | 'k'> = { 1: 'j', [-1]: 'k' };

@Injectable()
export class InboxPage implements FormPage {
  constructor(
    private readonly inbox: InboxQueries,
    private readonly timers: Timers,
    private readonly open: OpenConversation,
    private readonly workbench: Workbench,
    private readonly clock: Clock,
  ) {}

  home(request: MemberRequest): string {
    return inboxAddress(viewOf(request), openIn(request));
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const counts = this.workbench.counts(request);
    const model = this.model(request, counts, refused);
    return this.workbench.render(request, 'console/inbox', model, counts);
  }

  private async model(request: MemberRequest, asked: Promise<DeskCounts>, refused?: Refused) {
    const view = viewOf(request);
    const id = openIn(request);
    const [counts, { rows, next }, closing, open] = await Promise.all([
      asked,
      this.list(request, view, id),
      this.closing(request, view),
      id === undefined ? {} : this.open.model(request, id, view),
    ]);
    return {
      wide: true,
      live: ['conversations'],
      view,
      refused,
      rows,
      tabs: this.tabs(request, view, { waiting: counts.waiting, mine: counts.talking }),
      older: next && inboxAddress(view, '', { cursor: next }),
      newest: view.cursor && inboxAddress(view),
      ...closing,
      ...(rows.length === 0 && (await this.connecting(request))),
      list: inboxAddress(view),
      ...open,
    };
  }

  private async list(request: MemberRequest, view: InboxView, id?: string) {
    const { t } = this.workbench.speech(request);
    const { data: found, next } = await this.inbox.list(readerOf(request), view);
    const timers = await this.timers.ofTickets(found.flatMap(({ ticket }) => ticket?.id ?? []));
    const at = found.findIndex((row) => row.id === id);
    const rows = found.map((row, index) => ({
      ...row,
      href: inboxAddress(view, row.id),
      excerpt:
        row.last?.text ||
        (row.last ? t(`conversation.kind_${row.last.kind === 'image' ? 'image' : 'other'}`) : ''),
      at: row.unansweredSince ?? row.lastMessageAt,
      closing: this.closesIn(row.closesAt),
      timer: nextClock(timers.get(row.ticket?.id ?? '') ?? []),
      unread: row.unansweredSince !== null && row.state !== 'ended',
      selected: index === at,
      hotkey: HOTKEYS[index - at] ?? null,
    }));
    return { rows, next };
  }

  private async closing(request: MemberRequest, view: InboxView) {
    const { t } = this.workbench.speech(request);
    if (view.tab !== 'waiting' || view.q) return {};
    const sorts = INBOX_SORTS.map((sort) => ({
      href: inboxAddress({ ...view, sort }),
      label: t(`inbox.sort.${sort}`),
      current: sort === view.sort,
    }));
    return { sorts, soon: await this.inbox.closing(readerOf(request), WINDOW_WARNINGS_S[1]!) };
  }

  /** A new installation says what comes first. Only administrators may do it. */
  private async connecting(request: MemberRequest) {
    if (await this.inbox.isConnected()) return {};
    return readerOf(request).isAdmin
      ? { unconnected: 'by_you', connect: '/settings/channels' }
      : { unconnected: 'by_others' };
  }

  /** The time is shown only from the first warning on. */
  private closesIn(closesAt: Date | null) {
    if (!closesAt) return null;
    const seconds = Math.round((closesAt.getTime() - this.clock.now().getTime()) / 1000);
    const [first, , last] = WINDOW_WARNINGS_S;
    return seconds > first! ? null : { seconds, last: seconds <= last! };
  }

  private tabs(request: MemberRequest, view: InboxView, counts: Record<string, number>) {
    const { t } = this.workbench.speech(request);
    return INBOX_TABS.map((tab) => ({
      href: inboxAddress({ ...view, tab }),
      label: t(`inbox.tab.${tab}`),
      count: counts[tab],
      current: tab === view.tab,
    }));
  }
}

function viewOf(request: MemberRequest): InboxView {
  return readInboxView(readTyped(request.query));
}

function openIn({ params }: MemberRequest): string | undefined {
  return params.id === undefined ? undefined : requireId(String(params.id));
}
