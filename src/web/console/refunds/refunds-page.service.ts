import { Injectable } from '@nestjs/common';
import { Refunds } from '../../../refunds/index.js';
import { refundCard } from './refund-card.js';
import { sumsOf } from './refund-sums.js';
import { LISTED, type ListedState, MOST, RefundCounts } from './refunds.queries.js';
import { textAt, type Typed } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

const PAGE = 24;

@Injectable()
export class RefundsPage {
  constructor(
    private readonly refunds: Refunds,
    private readonly counts: RefundCounts,
    private readonly workbench: Workbench,
  ) {}

  async render(request: MemberRequest, query: Typed): Promise<string> {
    const member = readerOf(request);
    const counts = await this.counts.byState(member);
    const state = LISTED.find((one) => one === textAt(query, 'state')) ?? atFirst(counts);
    const cursor = textAt(query, 'cursor') || undefined;
    const { data, next } = await this.refunds.list(member, { state, cursor, limit: PAGE });
    const model = {
      live: ['tickets'],
      state,
      tabs: this.tabs(request, state, counts),
      cards: data.map((refund) => refundCard(member, refund)),
      sums: sumsOf(data),
      count: data.length,
      paged: next !== null || cursor !== undefined,
      older: next && addressOf(state, next),
      newest: cursor && addressOf(state),
    };
    return this.workbench.render(request, 'console/refunds', model);
  }

  private tabs(request: MemberRequest, state: ListedState, counts: Record<ListedState, number>) {
    const { t } = this.workbench.speech(request);
    return LISTED.map((one) => ({
      href: addressOf(one),
      label: t(`refund.tab.${one}`),
      count: counts[one] < MOST ? counts[one] : `${MOST - 1}+`,
      current: one === state,
    }));
  }
}

/** The page opens on the list in which there is something to do. */
function atFirst({ requested, approved }: Record<ListedState, number>): ListedState {
  return requested === 0 && approved > 0 ? 'approved' : 'requested';
}

function addressOf(state: ListedState, cursor?: string): string {
  return `/refunds?${new URLSearchParams({ state, ...(cursor && { cursor }) })}`;
}
