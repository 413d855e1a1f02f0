import type { Language } from '../text/index.js';
import { sayMoney } from '../text/index.js';
import { sayLocal } from './local.js';

export interface Speaker {
  language: Language;
  t: (key: string, values?: Record<string, unknown>) => string;
  knows: (key: string) => boolean;
}

/** The fault `too_long:200` becomes the sentence `problem.too_long` with its bound. */
export function sayFault(fault: string, speaker: Speaker): string {
  const [code = '', bound] = fault.split(':');
  return sayTold(code, { bound: Number(bound) }, speaker);
}

export function sayTold(code: string, values: object, speaker: Speaker): string {
  const known = speaker.knows(`problem.${code}`) ? `problem.${code}` : 'problem.invalid';
  const said = Object.entries(moneyIn(values, speaker.language)).map(([name, value]) => [
    name,
    name === 'reason' ? sayReason(String(value), speaker) : listed(value, speaker.language),
  ]);
  return speaker.t(known, Object.fromEntries(said) as Record<string, unknown>);
}

/** An amount among the values is said together with its currency. */
function moneyIn(values: object, language: Language): object {
  const { amount, currency } = values as Record<string, unknown>;
  if (typeof amount !== 'string' || typeof currency !== 'string') return values;
  return { ...values, amount: sayMoney(amount, currency, language) };
}

/** A program is told the path of each field. A person sees the field itself. */
export function sayFields(
  fields: Record<string, string>,
  speaker: Speaker,
  reader: 'person' | 'program',
): string {
  const said = Object.entries(fields).map(([path, fault]) => {
    const sentence = sayFault(fault, speaker);
    return reader === 'program' && path ? `${path}: ${sentence}` : sentence;
  });
  return said.join('; ');
}

/**
 * Says why something was not delivered or was refused outside. A reason begins with a word whose sentence is
 * `reason.<word>`, and may go on with what the provider said: `outside_window 45015 rid:65f…`. A reason whose word
 * has no sentence is shown unchanged.
 */
export function sayReason(reason: string, { t, knows }: Speaker): string {
  const key = keyOf(reason);
  return knows(key) ? t(key) : reason;
}

/** What the provider said with a reason, to be quoted to it; empty where `sayReason` shows it already. */
export function reasonDetails(reason: string, { knows }: Pick<Speaker, 'knows'>): string {
  return knows(keyOf(reason)) ? reason.split(' ').slice(1).join(', ') : '';
}

/** The reason in plain words, with the provider's details in brackets where there are any. */
export function explainReason(reason: string, speaker: Speaker): string {
  const details = reasonDetails(reason, speaker);
  return details === '' ? sayReason(reason, speaker) : `${sayReason(reason, speaker)} (${details})`;
}

/**
 * Says what kind of thing failed: a word of `failure.<word>`, or the code of a refusal. What has no sentence was written
 * down before failures had kinds.
 */
export function sayFailure(failure: string, speaker: Speaker): string {
  if (speaker.knows(`failure.${failure}`)) return speaker.t(`failure.${failure}`);
  return speaker.knows(`problem.${failure}`) ? sayTold(failure, {}, speaker) : speaker.t('failure.program');
}

function keyOf(reason: string): string {
  return `reason.${reason.split(' ')[0]}`;
}

function listed(value: unknown, language: string): unknown {
  if (!Array.isArray(value)) return value;
  return new Intl.ListFormat(language).format(value.map((one) => sayLocal(one, language)));
}
