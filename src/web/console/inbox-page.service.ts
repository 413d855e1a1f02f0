import { Injectable } from '@nestjs/common';
import { Timers } from '../../sla/index.js';
import { type InboxRow, InboxQueries } from './inbox.queries.js';
import { INBOX_TABS, inboxAddress, type InboxView, readInboxView } from './inbox-view.js';
import { OpenConversation } from './open-conversation.service.js';
import { nextClock } from './next-clock.js';
import type { Refused } from './refusals.js';
import type { Sent } from './typed.js';
import { type MemberRequest, readerOf, Workbench } from './workbench.service.js';

interface Asked {
  /** The conversation that is open. */
  id?: string;
  refused?: Refused;
}

/** Who is waiting most urgently? */
@Injectable()
export class InboxPage {
  constructor(
    private readonly inbox: InboxQueries,
    private readonly timers: Timers,
    private readonly open: OpenConversation,
    private readonly workbench: Workbench,
  ) {}

  async draw(request: MemberRequest, query: Sent, { id, refused }: Asked = {}): Promise<string> {
    const view = readInboxView(query);
    const counts = await this.workbench.counts(request);
    const page = await this.inbox.list(readerOf(request), view);
    const model = {
      wide: true,
      live: ['conversations'],
      view,
      refused,
      rows: await this.rows(request, page.data, view, id),
      tabs: this.tabs(request, view, { waiting: counts.waiting, mine: counts.talking }),
      older: page.next && inboxAddress(view, '', { cursor: page.next }),
      newest: view.cursor && inboxAddress(view),
      list: inboxAddress(view),
      ...(id !== undefined && (await this.open.model(request, id, view))),
    };
    return this.workbench.render(request, 'console/inbox', model, counts);
  }

  private async rows(request: MemberRequest, found: InboxRow[], view: InboxView, id?: string) {
    const { t } = this.workbench.speech(request);
    const timers = await this.timers.ofTickets(found.flatMap(({ ticket }) => ticket?.id ?? []));
    const at = found.findIndex((row) => row.id === id);
    return found.map((row, index) => ({
      ...row,
      href: inboxAddress(view, row.id),
      excerpt:
        row.last?.text ||
        (row.last ? t(`conversation.kind_${row.last.kind === 'image' ? 'image' : 'other'}`) : ''),
      at: row.unansweredSince ?? row.lastMessageAt,
      timer: nextClock(timers.get(row.ticket?.id ?? '') ?? []),
      unread: row.unansweredSince !== null && row.state !== 'ended',
      selected: index === at,
      hotkey: index === at + 1 ? 'j' : index === at - 1 ? 'k' : null,
    }));
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
