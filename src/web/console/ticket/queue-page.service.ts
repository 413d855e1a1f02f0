import { Injectable } from '@nestjs/common';
import { PRIORITIES } from '../../../tickets/index.js';
import { TicketQueries } from '../../queries/index.js';
import { type Choices, type DeskCounts, DeskQueries, type Surroundings } from '../desk.queries.js';
import { addressOf, countOf, filterOf, type QueueView, readView, SORTS, TABS } from './queue-view.js';
import { ticketLine } from './ticket-line.js';
import type { Typed } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

@Injectable()
export class QueuePage {
  constructor(
    private readonly tickets: TicketQueries,
    private readonly desk: DeskQueries,
    private readonly workbench: Workbench,
  ) {}

  async render(request: MemberRequest, query: Typed): Promise<string> {
    const around = this.desk.around(readerOf(request));
    return this.workbench.render(request, 'console/tickets', this.model(request, query, around), around);
  }

  private async model(request: MemberRequest, query: Typed, asked: Promise<Surroundings>) {
    const view = readView(query);
    const member = readerOf(request);
    const [around, page] = await Promise.all([asked, this.tickets.list(member, filterOf(view, member))]);
    return {
      live: ['tickets'],
      search: view.q,
      view,
      tabs: this.tabs(request, view, around),
      filters: this.filters(request, view, around),
      filtered: Boolean(view.q || view.priority || view.type || view.department),
      rows: page.data.map(ticketLine),
      older: page.next && addressOf(view, { cursor: page.next }),
      newest: view.cursor && addressOf(view),
      everything: addressOf({ ...view, q: '', priority: '', type: '', department: '' }),
    };
  }

  private tabs(request: MemberRequest, view: QueueView, counts: DeskCounts) {
    const { t } = this.workbench.speech(request);
    return TABS.map((tab) => ({
      href: addressOf(view, { tab, sort: tab === 'done' ? 'newest' : 'due' }),
      label: t(`queue.tab.${tab}`),
      count: countOf(tab, counts),
      current: tab === view.tab,
    }));
  }

  private filters(request: MemberRequest, view: QueueView, { departments, types }: Choices) {
    const { t, local } = this.workbench.speech(request);
    const named = (rows: { key: string; name: unknown }[]) =>
      rows.map(({ key, name }) => ({ value: key, label: local(name) }));
    const sorts = SORTS.map((value) => ({ value, label: t(`queue.sort.${value}`) }));
    return [
      {
        name: 'priority',
        value: view.priority,
        options: PRIORITIES.map((value) => ({ value, label: `${value} · ${t(`priority.${value}`)}` })),
      },
      { name: 'type', value: view.type, options: named(types) },
      { name: 'department', value: view.department, options: named(departments) },
      { name: 'sort', value: view.sort, options: sorts, required: true },
    ];
  }
}
