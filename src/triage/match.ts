import type { Facts } from './extract.js';
import { isMadeOf, tight } from './made-of.js';
import { plain } from './plain.js';
import type { Localized, Rule, Signal, Verdict } from './rule.js';

/** Returns null if no rule fits and a person has to decide. `ready` must have prepared the rules. */
export function match(rules: Rule[], text: string, facts: Facts): Verdict | null {
  const said = normal(text);
  const words = { said, bare: bare(said) };
  const rule = rules.find((candidate) => fits(candidate, words, facts));
  if (!rule) return null;
  const { intent, type, priority, department, key, version } = rule;
  return { intent, type, priority, department, reason: explain(rule), rule: { key, version } };
}

export function ready(rule: Rule): Rule {
  const { signals, exclude, exactly, only, amountFrom } = rule.conditions;
  const conditions = {
    signals: signals?.map((signal) => ({ ...signal, any: signal.any.map(normal) })),
    exclude: exclude?.map(normal),
    exactly: exactly?.map(normal),
    only: only?.map((phrase) => tight(normal(phrase))),
    amountFrom,
  };
  return { ...rule, conditions };
}

/** Upper and lower case are the same, and spaces and punctuation between Han characters are ignored. */
export function normal(text: string): string {
  return plain(text)
    .toLowerCase()
    .replace(/(?<=\p{Script=Han})[\s\p{P}]+(?=\p{Script=Han})/gu, '');
}

/** The texts 进度? and 进度。 mean the same as 进度. */
function bare(said: string): string {
  return /[^\s\p{P}\p{S}](?:.*[^\s\p{P}\p{S}])?/su.exec(said)?.[0] ?? '';
}

function fits({ conditions }: Rule, { said, bare }: { said: string; bare: string }, facts: Facts): boolean {
  const { signals = [], exclude = [], exactly, only, amountFrom } = conditions;
  if (exactly && !exactly.includes(bare)) return false;
  if (only && !isMadeOf(said, only)) return false;
  if (exclude.some((phrase) => said.includes(phrase))) return false;
  if (amountFrom && !reaches(facts, amountFrom)) return false;
  return signals.every((signal) => signal.any.some((phrase) => said.includes(phrase)));
}

function reaches(facts: Facts, amountFrom: Record<string, number>): boolean {
  const least = amountFrom[facts.currency ?? ''];
  return least !== undefined && Number(facts.amount) >= least;
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
