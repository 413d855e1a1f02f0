import {
  attainmentIn,
  type AttainmentRow,
  type AttainmentSpan,
  type Behind,
  type Dimension,
  DIMENSIONS,
} from '../../../reports/index.js';
import { METRICS } from '../../../sla/index.js';
import { textAt, type Typed } from '../../forms/index.js';

export type AttainmentView = AttainmentSpan;

const RESULTS = ['kept', 'broken', 'taken_back', 'decided'] as const;

export function readAttainment(query: Typed, now: Date, zone: string): AttainmentView {
  const by = DIMENSIONS.find((one) => one === textAt(query, 'by')) ?? 'policy';
  return attainmentIn(textAt(query, 'month'), by, { now, zone });
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
