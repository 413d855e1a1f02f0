import { DateTime } from 'luxon';
import {
  type AttainmentOf,
  type AttainmentRow,
  type Behind,
  type Dimension,
  DIMENSIONS,
} from '../../../reports/index.js';
import { METRICS } from '../../../sla/index.js';
import { textAt, type Typed } from '../../forms/index.js';

export interface AttainmentView extends AttainmentOf {
  month: string;
  before: string;
  /** `after` is null if the month is not over. */
  after: string | null;
}

const RESULTS = ['kept', 'broken', 'taken_back', 'decided'] as const;
const YEAR = 12;

export function readAttainment(query: Typed, now: Date, zone: string): AttainmentView {
  const today = DateTime.fromJSDate(now, { zone });
  const asked = DateTime.fromFormat(textAt(query, 'month') ?? '', 'yyyy-MM', { zone });
  const month = (asked.isValid && asked <= today ? asked : today).startOf('month');
  const next = month.plus({ months: 1 });
  const by = DIMENSIONS.find((one) => one === textAt(query, 'by')) ?? 'policy';
  // The view by month covers this month and the eleven before it.
  const since = by === 'month' ? month.minus({ months: YEAR - 1 }) : month;
  return {
    by,
    zone,
    since: since.toJSDate(),
    until: next.toJSDate(),
    month: month.toFormat('yyyy-MM'),
    before: month.minus({ months: 1 }).toFormat('yyyy-MM'),
    after: next <= today ? next.toFormat('yyyy-MM') : null,
  };
}

/** Returns undefined for an address that no number leads to. */
export function readBehind(query: Typed, view: AttainmentView): Behind | undefined {
  const { by, since, until, zone } = view;
  const metric = METRICS.find((one) => one === textAt(query, 'metric'));
  const result = RESULTS.find((one) => one === textAt(query, 'result'));
  if (!metric || !result) return undefined;
  return { by, since, until, zone, metric, result, value: textAt(query, 'value') ?? '' };
}

export interface AttainmentCell extends Pick<AttainmentRow, 'kept' | 'broken' | 'takenBack'> {
  percent: number | null;
  decided: number;
  href: Record<'decided' | 'broken' | 'takenBack', string>;
}

export interface AttainmentLine {
  value: string;
  name: AttainmentRow['name'];
  cells: (AttainmentCell | null)[];
}

export function tableOf(rows: readonly AttainmentRow[], view: AttainmentView) {
  const metrics = METRICS.filter((metric) => rows.some((row) => row.metric === metric));
  const values = [...new Map(rows.map((row) => [row.value, row])).values()];
  const lines = values.map(({ value, name }): AttainmentLine => {
    const found = metrics.map((metric) => rows.find((row) => row.value === value && row.metric === metric));
    return { value, name, cells: found.map((row) => (row ? cellOf(row, view) : null)) };
  });
  return { metrics, lines };
}

export function addressOf(page: string, view: AttainmentView, more: Record<string, string> = {}): string {
  return `${page}?${new URLSearchParams({ month: view.month, by: view.by satisfies Dimension, ...more })}`;
}

/** The percentage is rounded down, so that a single breach never shows as a hundred. */
function cellOf(row: AttainmentRow, view: AttainmentView): AttainmentCell {
  const { kept, broken, takenBack, value, metric } = row;
  const decided = kept + broken;
  const behind = (result: string) => addressOf('/reports/promises/tickets', view, { value, metric, result });
  return {
    kept,
    broken,
    takenBack,
    decided,
    percent: decided === 0 ? null : Math.floor((kept / decided) * 1000) / 10,
    href: { decided: behind('decided'), broken: behind('broken'), takenBack: behind('taken_back') },
  };
}
