import { Injectable } from '@nestjs/common';
import { Replay } from '../../../../conversations/index.js';
import { FailedJobs } from '../../../../platform/jobs/index.js';
import { textAt, type Typed } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { MOST, OperationsQueries, SHOWN_STATES, type ShownState } from './operations.queries.js';

export const TABS = ['envelopes', 'deliveries', 'jobs', 'refusals', 'backups'] as const;
type Tab = (typeof TABS)[number];

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

  envelopes(request: MemberRequest, query: Typed): Promise<string> {
    return this.render(request, 'envelopes', this.failedEnvelopes(textAt(query, 'cursor')));
  }

  failedJobs(request: MemberRequest, query: Typed): Promise<string> {
    return this.render(request, 'jobs', this.jobsThatFailed(textAt(query, 'cursor')));
  }

  deliveries(request: MemberRequest, query: Typed): Promise<string> {
    return this.render(request, 'deliveries', this.unfinished(request, query));
  }

  refusals(request: MemberRequest): Promise<string> {
    return this.render(
      request,
      'refusals',
      this.queries.refusals().then((rows) => ({ rows })),
    );
  }

  async render(
    request: MemberRequest,
    tab: Tab,
    model: Record<string, unknown> | Promise<Record<string, unknown>>,
  ): Promise<string> {
    const { t } = this.workbench.speech(request);
    const tabs = TABS.map((one) => ({
      href: one === 'envelopes' ? '/settings/operations' : `/settings/operations/${one}`,
      label: t(`operations.tab.${one}`),
      current: one === tab,
    }));
    const shown = Promise.resolve(model).then((found) => ({ tabs, ...found }));
    return this.workbench.render(request, `console/settings/operations-${tab}`, shown);
  }

  private async failedEnvelopes(cursor: string) {
    const { data: rows, next } = await this.replay.failed({ cursor });
    return { rows, ...pager('/settings/operations', cursor, next) };
  }

  private async jobsThatFailed(cursor: string) {
    const { data, next } = await this.jobs.list({ cursor });
    const rows = data.map((job) => ({ ...job, payload: JSON.stringify(job.payload) }));
    return { rows, ...pager('/settings/operations/jobs', cursor, next) };
  }

  private async unfinished(request: MemberRequest, query: Typed) {
    const { t } = this.workbench.speech(request);
    const state = SHOWN_STATES.find((one) => one === textAt(query, 'state')) ?? 'planned';
    const cursor = textAt(query, 'cursor');
    const [{ data, next }, counts] = await Promise.all([
      this.queries.deliveries(readerOf(request), state, { cursor }),
      this.queries.deliveryCounts(),
    ]);
    const address = (one: string) => `/settings/operations/deliveries?state=${one}`;
    return {
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
      ...pager(address(state), cursor, next),
    };
  }
}

function pager(address: string, cursor: string, next: string | null) {
  const joint = address.includes('?') ? '&' : '?';
  return { older: next && `${address}${joint}cursor=${next}`, newest: cursor && address };
}
