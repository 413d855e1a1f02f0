import {
  type Condition,
  CONDITIONS,
  METRICS,
  type PolicyPlan,
  type TargetSetting,
} from '../../../../sla/index.js';
import type { Speech } from '../../../view/index.js';
import type { Choices } from '../../desk.queries.js';
import { type DayLength, spanOf } from './policy-span.js';

export type Vocabulary = Record<Condition, { value: string; label: string }[]>;

export function vocabularyOf(
  { types, departments }: Choices,
  channels: string[],
  { t, knows, local }: Speech,
): Vocabulary {
  const named = (rows: { key: string; name: unknown }[]) =>
    rows.map(({ key, name }) => ({ value: key, label: local(name) }));
  return {
    type: named(types),
    priority: ['P0', 'P1', 'P2', 'P3'].map((value) => ({ value, label: value })),
    department: named(departments),
    tier: ['standard', 'member', 'vip'].map((value) => ({ value, label: t(`promises.tier.${value}`) })),
    region: [],
    channel: channels.map((value) => ({
      value,
      label: knows(`promises.channel.${value}`) ? t(`promises.channel.${value}`) : value,
    })),
  };
}

export function conditionLines({ conditions }: Pick<PolicyPlan, 'conditions'>, words: Vocabulary) {
  return CONDITIONS.flatMap((condition) => {
    const values = conditions[condition] ?? [];
    return values.length === 0
      ? []
      : [{ condition, values: values.map((value) => sayValue(words, condition, value)) }];
  });
}

export function sayValue(words: Vocabulary, condition: Condition, value: string): string {
  return words[condition].find((each) => each.value === value)?.label ?? value;
}

export function targetLines(targets: readonly TargetSetting[], speech: Speech, { dayOf, names }: Naming) {
  const blank = METRICS.filter(
    (metric) => metric !== 'milestone' && !targets.some((one) => one.metric === metric),
  );
  const lines = [
    ...targets.map((target) => ({
      metric: target.metric,
      of: target.metric === 'milestone' ? speech.local(target.name) || target.key : names(target.key),
      words: sayTarget(target, speech, { dayOf, names }),
    })),
    ...blank.map((metric) => ({ metric, of: '', words: null })),
  ];
  return lines.sort((a, b) => METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric));
}

export interface Naming {
  dayOf: DayLength;
  names: (key: string) => string;
}

function sayTarget(target: TargetSetting, { t }: Speech, { dayOf, names }: Naming): string {
  const { amount, unit } = spanOf(target, dayOf);
  const working = target.clock === 'working';
  const span = t(`promises.span.${working ? 'working' : 'wall'}_${unit}`, { count: Number(amount), amount });
  return target.calendar ? t('promises.in_calendar', { span, calendar: names(target.calendar) }) : span;
}
