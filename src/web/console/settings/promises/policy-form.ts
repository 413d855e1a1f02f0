import {
  type Condition,
  CONDITIONS,
  METRICS,
  type PolicyDraft,
  type Step,
  type TargetSetting,
  type Threshold,
} from '../../../../sla/index.js';
import { listAt, partAt, readTyped, rowsAt, textAt, type Typed } from '../../../forms/index.js';
import { nameIn } from '../names.js';
import { newKey } from '../new-key.js';
import { type DayLength, secondsOf, spanOf, unitOf } from './policy-span.js';

const HUNDRED = 100;
const MINUTE = 60;
const TYPED: Condition = 'region';
export const PAUSING = ['waiting_on_customer', 'on_hold'] as const;
export const SINGLE = METRICS.filter((metric) => metric !== 'milestone');

/** The ladder of a policy is edited on another page. */
export interface Reading {
  dayOf: DayLength;
  ladder: Step[];
}

export function valuesOf(
  { name, conditions, pausing, warnings, targets }: PolicyDraft,
  dayOf: DayLength,
): Typed {
  const shares = warnings.flatMap((one) => ('share' in one ? [+(one.share * HUNDRED).toFixed(2)] : []));
  const left = warnings.flatMap((one) => ('leftSeconds' in one ? [one.leftSeconds / MINUTE] : []));
  const said = (some: TargetSetting[], by: 'metric' | 'key') =>
    Object.fromEntries(some.map((target) => [target[by], spanValues(target, dayOf)]));
  const isShare = ({ metric, key }: TargetSetting) => metric === 'department' && key !== '';
  const milestones = targets.filter(({ metric }) => metric === 'milestone');
  return readTyped({
    name,
    conditions: { ...conditions, [TYPED]: (conditions[TYPED] ?? []).join(', ') },
    pausing,
    warnings: { share: shares.join(', '), left: left.join(', ') },
    targets: said(
      targets.filter((target) => target.metric !== 'milestone' && !isShare(target)),
      'metric',
    ),
    shares: said(targets.filter(isShare), 'key'),
    milestones: milestones.map((target) => ({
      key: target.key,
      name: target.name,
      ...spanValues(target, dayOf),
    })),
  });
}

export function draftOf(key: string, typed: Typed, { dayOf, ladder }: Reading): PolicyDraft {
  return {
    key,
    name: nameIn(typed),
    conditions: conditionsIn(typed),
    pausing: listAt(typed, 'pausing'),
    warnings: warningsIn(typed),
    ladder,
    targets: targetsIn(typed, dayOf),
  };
}

/** A new milestone gets a key made from its name and keeps it. */
export function milestonesIn(typed: Typed): Typed[] {
  const isUsed = (row: Typed) => ['name.zh-CN', 'name.en', 'amount'].some((path) => textAt(row, path) !== '');
  const rows = rowsAt(typed, 'milestones').filter(isUsed);
  const taken = rows.map((row) => textAt(row, 'key')).filter(Boolean);
  return rows.map((row) => {
    const key = textAt(row, 'key') || newKey(textAt(row, 'name.en'), 'milestone', taken);
    taken.push(key);
    return { ...row, key };
  });
}

function conditionsIn(typed: Typed): PolicyDraft['conditions'] {
  const chosen = CONDITIONS.map((condition) => {
    const path = `conditions.${condition}`;
    return [condition, condition === TYPED ? wordsIn(textAt(typed, path)) : listAt(typed, path)] as const;
  });
  return Object.fromEntries(chosen.filter(([, values]) => values.length > 0));
}

function warningsIn(typed: Typed): Threshold[] {
  const numbers = (path: string) => wordsIn(textAt(typed, path).replace(/[%％]/g, ' ')).map(Number);
  return [
    ...numbers('warnings.share').map((percent) => ({ share: percent / HUNDRED })),
    ...numbers('warnings.left').map((minutes) => ({ leftSeconds: Math.round(minutes * MINUTE) })),
  ];
}

function wordsIn(text: string): string[] {
  return text.split(/[\s,，、;；]+/).filter(Boolean);
}

/** A field that is left empty sets no target. */
function targetsIn(typed: Typed, dayOf: DayLength): TargetSetting[] {
  const isGiven = (path: string) => textAt(typed, `${path}.amount`) !== '';
  const given = (path: string) => spanIn(partAt(typed, path), dayOf);
  const singles = SINGLE.filter((metric) => isGiven(`targets.${metric}`));
  const shares = Object.keys(partAt(typed, 'shares')).filter((key) => isGiven(`shares.${key}`));
  return [
    ...singles.map((metric) => ({ ...given(`targets.${metric}`), metric, key: '', name: null })),
    ...shares.map((key) => ({ ...given(`shares.${key}`), metric: 'department' as const, key, name: null })),
    ...milestonesIn(typed).map((row) => ({
      ...spanIn(row, dayOf),
      metric: 'milestone' as const,
      key: textAt(row, 'key'),
      name: nameIn(row),
    })),
  ];
}

function spanIn(row: Typed, dayOf: DayLength) {
  const clock = textAt(row, 'clock') === 'working' ? 'working' : 'wall';
  const calendar = clock === 'working' ? textAt(row, 'calendar') || null : null;
  const span = { amount: textAt(row, 'amount'), unit: unitOf(textAt(row, 'unit')) };
  return { clock, calendar, seconds: secondsOf(span, { clock, calendar }, dayOf) } as const;
}

function spanValues(target: TargetSetting, dayOf: DayLength) {
  return { ...spanOf(target, dayOf), clock: target.clock, calendar: target.calendar ?? '' };
}
