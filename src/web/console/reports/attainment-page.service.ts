import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { NotFound } from '../../../platform/http/index.js';
import { Attainment, DIMENSIONS } from '../../../reports/index.js';
import { NightlyCheck } from '../../../sla/index.js';
import { visibleTo } from '../../../tickets/index.js';
import { addressOf, type AttainmentView, readAttainment, readBehind, tableOf } from './attainment-view.js';
import { csvOf } from './csv.js';
import { textAt, type Typed } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

const TERMS = ['percent', 'broken', 'taken_back', 'blank', 'paused', 'reopened', 'whose'];

@Injectable()
export class AttainmentPage {
  constructor(
    private readonly attainment: Attainment,
    private readonly check: NightlyCheck,
    private readonly clock: Clock,
    private readonly workbench: Workbench,
  ) {}

  render(request: MemberRequest, query: Typed): Promise<string> {
    return this.workbench.render(request, 'console/promises', this.model(request, query));
  }

  private async model(request: MemberRequest, query: Typed) {
    const view = readAttainment(query, this.clock.now(), this.clock.zone);
    const { isAdmin } = readerOf(request);
    const [{ metrics, lines }, check] = await Promise.all([
      this.table(request, view),
      isAdmin ? this.check.latest() : null,
    ]);
    return {
      view,
      metrics,
      lines: lines.map((line) => ({ ...line, label: this.label(request, view, line) })),
      tabs: DIMENSIONS.map((by) => ({
        by,
        href: addressOf('/reports/promises', { ...view, by }),
        current: by === view.by,
      })),
      ...this.around(view),
      terms: TERMS,
      check,
      showsCheck: isAdmin,
    };
  }

  async drawBehind(request: MemberRequest, query: Typed): Promise<string> {
    const view = readAttainment(query, this.clock.now(), this.clock.zone);
    const behind = readBehind(query, view);
    if (!behind) throw new NotFound('page_not_found');
    const page = { cursor: textAt(query, 'cursor') };
    const { data, next } = await this.attainment.behind(visibleTo(readerOf(request)), behind, page);
    const { value, metric, result } = behind;
    return this.workbench.render(request, 'console/promises-behind', {
      behind,
      rows: data,
      back: addressOf('/reports/promises', view),
      older: next && addressOf('/reports/promises/tickets', view, { value, metric, result, cursor: next }),
    });
  }

  async csv(request: MemberRequest, query: Typed): Promise<{ name: string; text: string }> {
    const view = readAttainment(query, this.clock.now(), this.clock.zone);
    const { t } = this.workbench.speech(request);
    const rows = await this.attainment.rows(readerOf(request), view);
    const head = [t(`attainment.by.${view.by}`), ...['metric', 'kept', 'broken', 'taken_back'].map((one) => t(`attainment.${one}`))]; // prettier-ignore
    const lines = rows.map((row) => [
      this.label(request, view, row),
      t(`metric.${row.metric}`),
      ...[row.kept, row.broken, row.takenBack].map(String),
    ]);
    return { name: `promises-${view.month}-${view.by}.csv`, text: csvOf([head, ...lines]) };
  }

  private async table(request: MemberRequest, view: AttainmentView) {
    return tableOf(await this.attainment.rows(readerOf(request), view), view);
  }

  private around(view: AttainmentView) {
    const at = (month: string) => addressOf('/reports/promises', { ...view, month });
    return {
      before: at(view.before),
      after: view.after && at(view.after),
      csv: addressOf('/reports/promises.csv', view),
    };
  }

  private label(
    request: MemberRequest,
    { by }: AttainmentView,
    { value, name }: { value: string; name: Record<string, string> | null },
  ): string {
    const { t, local } = this.workbench.speech(request);
    if (by === 'tier') return t(`customer.tier.${value}`);
    if (value === '') return t('attainment.no_region');
    return name ? local(name) : value;
  }
}
