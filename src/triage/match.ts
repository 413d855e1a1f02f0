import type { Facts } from './extract.js';
import type { Localized, Rule, Signal, Verdict } from './rule.js';

/** The first rule that fits the text, or null: then a person decides. */
export function match(rules: Rule[], text: string, facts: Facts): Verdict | null {
  const plain = normal(text);
  const rule = rules.find((candidate) => fits(candidate, plain, facts));
  if (!rule) return null;
  const { intent, type, priority, department, key, version } = rule;
  return { intent, type, priority, department, reason: explain(rule), rule: { key, version } };
}

/** Full-width and half-width letters are the same, case does not matter, spaces and punctuation do not separate Han. */
export function normal(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\p{Script=Han})[\s\p{P}]+(?=\p{Script=Han})/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function fits(rule: Rule, plain: string, facts: Facts): boolean {
  const { signals = [], exclude = [], exactly, amountFrom } = rule.conditions;
  if (exactly && !exactly.some((phrase) => normal(phrase) === bare(plain))) return false;
  if (exclude.some((phrase) => plain.includes(normal(phrase)))) return false;
  if (amountFrom && !reaches(facts, amountFrom)) return false;
  return signals.every((signal) => signal.any.some((phrase) => plain.includes(normal(phrase))));
}

/** 进度? and 进度。 ask the same as 进度. */
function bare(plain: string): string {
  return plain.replace(/[\s\p{P}\p{S}]+$/u, '').replace(/^[\s\p{P}\p{S}]+/u, '');
}

function reaches(facts: Facts, amountFrom: Record<string, number>): boolean {
  const least = amountFrom[facts.currency ?? ''];
  return least !== undefined && Number(facts.amount) >= least;
}

/** "two signals: account stolen + login elsewhere" */
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
