import { isMadeOf, tight } from './made-of.js';
import type { Hearing } from './noisy.js';
import type { Localized, Rule, Signal, Verdict } from './rule.js';
import { normal, says, type Saying, sayingOf, withEmoji, without } from './saying.js';

/** Returns null if no rule fits and a person has to decide. `ready` must have prepared the rules. */
export function match(rules: Rule[], text: string): Verdict | null {
  const saying = sayingOf(text);
  const rule = rules.find((candidate) => fits(candidate, saying));
  return rule ? verdictOf(rule) : null;
}

export function ready(rule: Rule): Rule {
  const { signals, exclude, exactly, only, beside, mayAsk, amountFrom } = rule.conditions;
  const conditions = {
    signals: signals?.map((signal) => ({
      ...signal,
      any: signal.any.map((phrase) => normal(phrase)),
      but: signal.but?.map((phrase) => normal(phrase)).toSorted((one, other) => other.length - one.length),
    })),
    exclude: exclude?.map((phrase) => normal(phrase)),
    exactly: exactly?.map((phrase) => normal(phrase)),
    only: only?.map((phrase) => tight(withEmoji(phrase))),
    beside: beside?.map((phrase) => tight(withEmoji(phrase))),
    mayAsk,
    amountFrom,
  };
  return { ...rule, conditions };
}

export function verdictOf(rule: Rule): Verdict {
  const { intent, type, priority, department, key, version } = rule;
  return { intent, type, priority, department, reason: explain(rule), rule: { key, version } };
}

export function isExcluded({ conditions: { exclude = [] } }: Rule, { said }: Saying): boolean {
  return exclude.some((phrase) => said.includes(phrase));
}

export function gives(signal: Signal, saying: Saying, hearing: Hearing): boolean {
  const heard = signal.but ? without(saying, signal.but) : saying;
  return signal.any.some((phrase) => says(heard, phrase, hearing));
}

/** An emergency is heard through more noise than a wish. */
export function hearingOf({ priority }: Rule): Hearing {
  return priority === 'P0' || priority === 'P1' ? 'urgent' : 'usual';
}

/** Of several amounts one that is large enough counts. */
export function reaches({ amounts }: Saying, amountFrom: Record<string, number>): boolean {
  return amounts().some(({ value, currency }) => value >= (amountFrom[currency] ?? Infinity));
}

export function fits(rule: Rule, saying: Saying): boolean {
  const { signals = [], exactly, only, amountFrom } = rule.conditions;
  if (exactly && !exactly.includes(saying.bare)) return false;
  if (only && !isOnly(only, rule, saying)) return false;
  if (isExcluded(rule, saying)) return false;
  if (!signals.every((signal) => gives(signal, saying, hearingOf(rule)))) return false;
  return amountFrom === undefined || reaches(saying, amountFrom);
}

function isOnly(only: string[], { conditions }: Rule, { withEmoji: said }: Saying): boolean {
  const { beside, mayAsk = false } = conditions;
  return (mayAsk || !said.includes('?')) && isMadeOf(said, only, beside);
}

function explain(rule: Rule): Localized {
  const signals = rule.conditions.signals ?? [];
  if (signals.length < 2) return rule.reason;
  return {
    'zh-CN': `${rule.reason['zh-CN']}：${names(signals, 'zh-CN')}`,
    en: `${rule.reason.en}: ${names(signals, 'en')}`,
  };
}

function names(signals: Signal[], language: string): string {
  return signals.map((signal) => signal.name[language] ?? '').join(' + ');
}
