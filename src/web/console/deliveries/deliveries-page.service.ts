import { Injectable } from '@nestjs/common';
import {
  type Counted,
  DeliveryCounts,
  type DeliveryFilter,
  DeliveryQueries,
  type ListedDelivery,
  ManyDeliveries,
} from '../../queries/index.js';
import { keyIn, manyIn, ofView, type View, viewNamed, VIEWS } from './deliveries-view.js';
import { deliveryLine } from './delivery-line.js';
import { back, type FormPage, readTyped, type Refused, textAt, type Typed } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

const FIRST: View[] = ['call', 'unknown', 'gave_up', 'refused', 'planned', 'sending'];

const MOST = 100;

@Injectable()
export class DeliveriesPage implements FormPage {
  constructor(
    private readonly queries: DeliveryQueries,
    private readonly counts: DeliveryCounts,
    private readonly lists: ManyDeliveries,
    private readonly workbench: Workbench,
  ) {}

  home(request: MemberRequest): string {
    return back(request, '/inbox');
  }

  render(request: MemberRequest, refused?: Refused): Promise<string> {
    return this.workbench.render(request, 'console/deliveries', this.model(request, refused));
  }

  private async model(request: MemberRequest, refused?: Refused) {
    const query = readTyped(request.query);
    const member = readerOf(request);
    const named = refused?.params.id;
    const id = named && (await this.queries.one(member, named)).id;
    const [counts, accounts] = await Promise.all([this.counts.of(member, MOST), this.queries.accounts()]);
    const shown = viewOf(query, counts);
    const filter = { account: keyIn(textAt(query, 'account')), purpose: keyIn(textAt(query, 'purpose')) };
    const cursor = textAt(query, 'cursor');
    const [page, many] = await Promise.all([
      this.queries.list(member, { ...filter, ...(id ? { id } : ofView(shown)), cursor }),
      cursor ? null : this.many(request, shown, filter),
    ]);
    const upTo = page.data[0]?.id;
    const { t } = this.workbench.speech(request);
    return {
      refused,
      view: { shown, ...filter },
      filtered: filter.purpose !== '',
      accounts: accounts.length > 1 ? choices(accounts, shown, filter, t('deliveries.any_account')) : [],
      everything: addressOf(shown, { account: filter.account }),
      states: VIEWS.map((one) => ({
        href: addressOf(one, filter),
        label: t(one === 'call' ? 'delivery.to_call' : `delivery.${one}`),
        count: countOf(counts[one]),
        current: one === shown,
      })),
      many: many && upTo && { ...many, upTo },
      rows: page.data.map((row) => lineOf(row, shown, filter)),
      older: page.next && addressOf(shown, { ...filter, cursor: page.next }),
      newest: cursor && addressOf(shown, filter),
    };
  }

  /** Offers what can be said about the whole list at once, if that spares more than one click. */
  private async many(request: MemberRequest, shown: View, filter: Record<string, string>) {
    const acts = manyIn(shown);
    if (acts.length === 0) return null;
    const listed: DeliveryFilter = { ...filter, ...ofView(shown) };
    const count = await this.lists.count(readerOf(request), listed, acts[0]!);
    return count > 1 ? { acts, count } : null;
  }
}

/** Without a choice, this is the list that waits for a person, else what is on its way, else what was sent. */
function viewOf(query: Typed, counts: Record<string, Counted>): View {
  const asked = viewNamed(textAt(query, 'state'));
  return asked ?? FIRST.find((one) => counts[one]?.count) ?? 'accepted';
}

function lineOf(row: ListedDelivery, state: View, filter: Record<string, string>) {
  const { id, route, reason, sentAt, settledAt, mayDecide } = row;
  return {
    ...row,
    line: deliveryLine({ id, state: row.state, route, reason, at: sentAt ?? settledAt, mayDecide }),
    byPurpose: addressOf(state, { ...filter, purpose: row.purpose }),
  };
}

function addressOf(state: string, more: Record<string, string>): string {
  const said = Object.entries<string>({ state, ...more }).filter(([, value]) => value !== '');
  return `/deliveries?${new URLSearchParams(said)}`;
}

function choices(
  accounts: { key: string; name: string }[],
  state: View,
  filter: Record<'account' | 'purpose', string>,
  any: string,
) {
  return [{ key: '', name: any }, ...accounts].map(({ key, name }) => ({
    href: addressOf(state, { ...filter, account: key }),
    label: name,
    current: key === filter.account,
  }));
}

function countOf({ count, more }: Counted = { count: 0, more: false }): string | number {
  if (count === MOST) return `${MOST - 1}+`;
  return more && count > 0 ? `${count}+` : count;
}
