import {
  type Condition,
  CONDITIONS,
  METRICS,
  type PolicyDraft,
  type Step,
  type TargetSetting,
  type Threshold,
} from '../../../../sla/index.js';
import { AppError } from '../../../../platform/http/index.js';
import type { FormState } from '../../form-state.js';
import { type Sent, textOf } from '../../typed.js';
import { type DayLength, secondsOf, spanOf, unitOf } from './policy-span.js';

/** Every field by its name: `zh`, `on_type_refund`, `amount_department.finance`, `unit_milestone_0`. */
export type PolicyValues = Record<string, string>;

const NAME = /^[a-z][A-Za-z0-9_.-]{0,80}$/;
const MOST_MILESTONES = 30;
const HUNDRED = 100;
const MINUTE = 60;
/** Regions are typed, as businesses name them; everything else is ticked. */
const TYPED: Condition = 'region';
export const PAUSING = ['waiting_on_customer', 'on_hold'] as const;

export function typedPolicy(sent: Sent): PolicyValues {
  const names = Object.keys(sent).filter((name) => NAME.test(name));
  return Object.fromEntries(names.map((name) => [name, textOf(sent, name)]));
}

/** As the policy was saved last. */
export function policyValues(draft: PolicyDraft, dayOf: DayLength): PolicyValues {
  const { name, conditions, pausing, warnings, targets } = draft;
  const ticked = CONDITIONS.filter((condition) => condition !== TYPED).flatMap((condition) =>
    (conditions[condition] ?? []).map((value) => [`on_${condition}_${value}`, '1']),
  );
  const shares = warnings.flatMap((one) =>
    'share' in one ? [String(+(one.share * HUNDRED).toFixed(2))] : [],
  );
  const left = warnings.flatMap((one) => ('leftSeconds' in one ? [String(one.leftSeconds / MINUTE)] : []));
  const milestones = targets.filter(({ metric }) => metric === 'milestone');
  return {
    ...(Object.fromEntries([
      ...ticked,
      ...pausing.map((status) => [`pausing_${status}`, '1']),
    ]) as PolicyValues),
    ...{ zh: name['zh-CN'], en: name.en, region: (conditions.region ?? []).join(', ') },
    ...{ warn_share: shares.join(', '), warn_left: left.join(', ') },
    ...merged(targets.map((target) => targetValues(target, milestones.indexOf(target), dayOf))),
  };
}

/** `ladder` is read by a part of the form of its own. */
export function policyOf(key: string, values: PolicyValues, { dayOf, ladder }: Reading): PolicyDraft {
  const { zh = '', en = '' } = values;
  return {
    key,
    name: { 'zh-CN': zh.trim() || en.trim(), en: en.trim() || zh.trim() },
    conditions: conditionsOf(values),
    pausing: PAUSING.filter((status) => values[`pausing_${status}`]),
    warnings: warningsOf(values),
    ladder,
    targets: targetsOf(values, dayOf),
  };
}

export interface Reading {
  dayOf: DayLength;
  ladder: Step[];
}

/** Numbers of the milestones that have fields. */
export function milestonesIn(values: PolicyValues): number[] {
  return Array.from({ length: MOST_MILESTONES }, (_, number) => number).filter((number) =>
    ['zh', 'en', 'amount'].some((field) => values[`${field}_milestone_${number}`]?.trim()),
  );
}

/** What the room found wrong, beside the field it was typed in; what is not meant for people is thrown on. */
export function refusedPolicy(error: unknown, values: PolicyValues): { status: number; form: FormState } {
  if (!(error instanceof AppError)) throw error;
  const { status, code, details } = error;
  const faults = Object.entries((details.fields ?? {}) as Record<string, string>);
  const errors = faults.map(([field, fault]) => [fieldOf(field, values), `policy_${fault}`]);
  const form = { values, errors: Object.fromEntries(errors) as Record<string, string> };
  return { status, form: faults.length > 0 ? form : { ...form, error: code } };
}

function merged(parts: PolicyValues[]): PolicyValues {
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
}

function conditionsOf(values: PolicyValues): PolicyDraft['conditions'] {
  const ticked = Object.keys(values);
  const found = CONDITIONS.map((condition) => {
    const start = `on_${condition}_`;
    const regions = (values.region ?? '').split(/[\s,，、;；]+/).filter(Boolean);
    const chosen = ticked.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
    return [condition, condition === TYPED ? regions : chosen] as const;
  });
  return Object.fromEntries(found.filter(([, chosen]) => chosen.length > 0));
}

function warningsOf({ warn_share = '', warn_left = '' }: PolicyValues): Threshold[] {
  const numbers = (text: string) =>
    text
      .split(/[\s,，、;；%％]+/)
      .filter(Boolean)
      .map(Number);
  return [
    ...numbers(warn_share).map((percent) => ({ share: percent / HUNDRED })),
    ...numbers(warn_left).map((minutes) => ({ leftSeconds: Math.round(minutes * MINUTE) })),
  ];
}

/** A field left empty promises nothing. */
function targetsOf(values: PolicyValues, dayOf: DayLength): TargetSetting[] {
  const ids = Object.keys(values)
    .filter((name) => name.startsWith('amount_') && !name.startsWith('amount_milestone_'))
    .map((name) => name.slice('amount_'.length))
    .filter((id) => METRICS.some((metric) => metric === id.split('.')[0]) && values[`amount_${id}`]?.trim());
  const plain = ids.map((id) => {
    const [metric = '', key = ''] = id.split('.');
    return { ...counted(values, id, dayOf), metric: metric as TargetSetting['metric'], key, name: null };
  });
  return [...plain, ...milestonesIn(values).map((number) => milestone(values, number, dayOf))];
}

function milestone(values: PolicyValues, number: number, dayOf: DayLength): TargetSetting {
  const id = `milestone_${number}`;
  const [zh, en] = [values[`zh_${id}`]?.trim() ?? '', values[`en_${id}`]?.trim() ?? ''];
  const name = { 'zh-CN': zh || en, en: en || zh };
  return { ...counted(values, id, dayOf), metric: 'milestone', key: values[`key_${id}`] ?? '', name };
}

function counted(values: PolicyValues, id: string, dayOf: DayLength) {
  const clock = values[`clock_${id}`] === 'working' ? 'working' : 'wall';
  const calendar = clock === 'working' ? values[`calendar_${id}`] || null : null;
  const span = { amount: values[`amount_${id}`] ?? '', unit: unitOf(values[`unit_${id}`] ?? '') };
  return { clock, calendar, seconds: secondsOf(span, { clock, calendar }, dayOf) } as const;
}

function targetValues(target: TargetSetting, number: number, dayOf: DayLength): PolicyValues {
  const { metric, key, clock, calendar, name } = target;
  const id = metric === 'milestone' ? `milestone_${number}` : key ? `${metric}.${key}` : metric;
  const { amount, unit } = spanOf(target, dayOf);
  return {
    ...{
      [`amount_${id}`]: amount,
      [`unit_${id}`]: unit,
      [`clock_${id}`]: clock,
      [`calendar_${id}`]: calendar ?? '',
    },
    ...(metric === 'milestone' && {
      [`key_${id}`]: key,
      [`zh_${id}`]: name?.['zh-CN'] ?? '',
      [`en_${id}`]: name?.en ?? '',
    }),
  };
}

/** `targets.milestone.freeze` is the amount of the row that has that key; a step of the ladder keeps its name. */
function fieldOf(field: string, values: PolicyValues): string {
  const [part, ...rest] = field.split('.');
  const id = rest.join('.');
  if (field === 'name' || field === 'key') return 'zh';
  if (part === 'conditions') return id === TYPED ? TYPED : `on_${id}`;
  if (part === 'warnings') return warningField(Number(id), values);
  if (part !== 'targets') return field;
  if (rest[0] !== 'milestone') return id === '' ? 'targets' : `amount_${id}`;
  const key = rest.slice(1).join('.');
  const row = milestonesIn(values).find((number) => values[`key_milestone_${number}`] === key);
  return `amount_milestone_${row ?? 0}`;
}

function warningField(index: number, values: PolicyValues): string {
  const shares = warningsOf({ warn_share: values.warn_share ?? '' }).length;
  return index < shares ? 'warn_share' : 'warn_left';
}
