import { Injectable } from '@nestjs/common';
import { Refunds } from '../../../refunds/index.js';
import { type Refused, textAt, type Typed } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';
import { refundCard } from './refund-card.js';
import { sumsOf } from './refund-sums.js';
import { LISTED, type ListedState, MOST, RefundCounts } from './refunds.queries.js';

const PAGE = 24;
const STAYING = /^([a-z]+):(\d{1,18}(?:\.\d{1,18}){0,23})$/;

@Injectable()
export class RefundsPage {
  constructor(
    private readonly refunds: Refunds,
    private readonly counts: RefundCounts,
    private readonly workbench: Workbench,
  ) {}

  /**
   * After an act and at a redraw the browser names the cards that it shows. They stay where they are, so that a second
   * click at the same place never meets another refund.
   */
  render(request: MemberRequest, query: Typed, refused?: Refused): Promise<string> {
    return this.workbench.render(request, 'console/refunds', this.model(request, query, refused));
  }

  private async model(request: MemberRequest, query: Typed, refused?: Refused) {
    const member = readerOf(request);
    const counts = await this.counts.byState(member);
    const [, list = textAt(query, 'state'), staying] = STAYING.exec(request.get('x-stays') ?? '') ?? [];
    const state = LISTED.find((one) => one === list) ?? atFirst(counts);
    const cursor = textAt(query, 'cursor') || undefined;
    const [page, stayed] = await Promise.all([
      this.refunds.list(member, { state, cursor, limit: PAGE }),
      staying === undefined ? null : this.refunds.byIds(member, staying.split('.')),
    ]);
    const data = stayed ?? page.data;
    const still = data.filter((refund) => refund.state === state);
    return {
      live: ['tickets'],
      state,
      refused,
      tabs: this.tabs(request, state, counts),
      cards: data.map((refund) => ({ ...refundCard(member, refund), moved: refund.state !== state })),
      stays: `${state}:${data.map(({ id }) => id).join('.')}`,
      fresh: page.data.filter(({ id }) => BigInt(id) > BigInt(data[0]?.id ?? id)).length,
      here: addressOf(state),
      sums: sumsOf(still),
      count: still.length,
      paged: page.next !== null || cursor !== undefined,
      older: page.next && addressOf(state, page.next),
      newest: cursor && addressOf(state),
    };
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
