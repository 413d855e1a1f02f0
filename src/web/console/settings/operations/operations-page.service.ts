import { Injectable } from '@nestjs/common';
import { Replay } from '../../../../conversations/index.js';
import { FailedJobs } from '../../../../platform/jobs/index.js';
import { isId } from '../../../../platform/text/index.js';
import { textAt, type Typed } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { MOST, OperationsQueries, SHOWN_STATES, type ShownState } from './operations.queries.js';

const TABS = ['envelopes', 'deliveries', 'jobs', 'refusals'] as const;
type Tab = (typeof TABS)[number];

const PAGE = 50;
const RETRIED: ShownState[] = ['planned', 'unknown', 'refused', 'gave_up'];
const CANCELLED: ShownState[] = ['planned', 'unknown'];

@Injectable()
export class OperationsPage {
  constructor(
    private readonly replay: Replay,
    private readonly jobs: FailedJobs,
    private readonly queries: OperationsQueries,
    private readonly workbench: Workbench,
  ) {}

  async envelopes(request: MemberRequest, query: Typed): Promise<string> {
    const before = cursorOf(query);
    const found = await this.replay.failed(PAGE + 1, before ?? null);
    const rows = found.slice(0, PAGE);
    const next = found.length > PAGE ? rows.at(-1)?.id : undefined;
    return this.render(request, 'envelopes', { rows, ...pager('/settings/operations', before, next) });
  }

  async failedJobs(request: MemberRequest, query: Typed): Promise<string> {
    const before = cursorOf(query);
    const { data, next } = await this.jobs.list({ cursor: before, limit: PAGE });
    const rows = data.map((job) => ({ ...job, payload: JSON.stringify(job.payload) }));
    return this.render(request, 'jobs', { rows, ...pager('/settings/operations/jobs', before, next) });
  }

  async deliveries(request: MemberRequest, query: Typed): Promise<string> {
    const { t } = this.workbench.speech(request);
    const state = SHOWN_STATES.find((one) => one === textAt(query, 'state')) ?? 'planned';
    const before = cursorOf(query);
    const { data, next } = await this.queries.deliveries(readerOf(request), state, before);
    const counts = await this.queries.deliveryCounts();
    const address = (one: string) => `/settings/operations/deliveries?state=${one}`;
    return this.render(request, 'deliveries', {
      state,
      states: counts.map(({ state: one, count }) => ({
        href: address(one),
        label: t(`delivery.${one}`),
        count: count < MOST ? count : `${MOST - 1}+`,
        current: one === state,
      })),
      rows: data.map((row) => ({
        ...row,
        mayRetry: RETRIED.includes(row.state),
        mayCancel: CANCELLED.includes(row.state),
      })),
      ...pager(address(state), before, next),
    });
  }

  async refusals(request: MemberRequest): Promise<string> {
    return this.render(request, 'refusals', { rows: await this.queries.refusals() });
  }

  private render(request: MemberRequest, tab: Tab, model: Record<string, unknown>): Promise<string> {
    const { t } = this.workbench.speech(request);
    const tabs = TABS.map((one) => ({
      href: one === 'envelopes' ? '/settings/operations' : `/settings/operations/${one}`,
      label: t(`operations.tab.${one}`),
      current: one === tab,
    }));
    return this.workbench.render(request, `console/settings/operations-${tab}`, { tabs, ...model });
  }
}

function cursorOf(query: Typed): string | undefined {
  const cursor = textAt(query, 'cursor');
  return isId(cursor) ? cursor : undefined;
}

function pager(address: string, before: string | undefined, next: string | null | undefined) {
  const joint = address.includes('?') ? '&' : '?';
  return { older: next && `${address}${joint}cursor=${next}`, newest: before && address };
}
