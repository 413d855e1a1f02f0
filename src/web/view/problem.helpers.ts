import { reasonParts } from '../../channels/wechat-official/index.js';
import type { PageView } from './page-view.js';
import { sayLocal } from './wording.helpers.js';

/** What is needed to put a refusal into words. */
export type Speaker = Pick<PageView, 't' | 'knows' | 'language'>;

/** `too_long:200` is `problem.too_long` with its bound. */
export function sayFault(fault: string, speaker: Speaker): string {
  const [code = '', bound] = fault.split(':');
  return sayTold(code, { bound: Number(bound) }, speaker);
}

export function sayTold(code: string, values: object, speaker: Speaker): string {
  const known = speaker.knows(`problem.${code}`) ? `problem.${code}` : 'problem.invalid';
  const said = Object.entries(values).map(([name, value]) => [
    name,
    name === 'reason' ? sayReason(String(value), speaker) : listed(value, speaker.language),
  ]);
  return speaker.t(known, Object.fromEntries(said) as Record<string, unknown>);
}

/** Every wrong field by its path, with what is wrong there. */
export function sayFields(fields: Record<string, string>, speaker: Speaker): string {
  return Object.entries(fields)
    .map(([path, fault]) => `${path && `${path}: `}${sayFault(fault, speaker)}`)
    .join('; ');
}

/** Our own reasons by their sentence, a channel's by what it says of them. */
export function sayReason(reason: string, { t, knows, language }: Speaker): string {
  const [word = ''] = reason.split(' ');
  const known = `delivery_reason.${word}`;
  return knows(known) ? t(known) : reasonParts(reason, language).text;
}

/** The names of several things as a list in the reader's language. */
function listed(value: unknown, language: string): unknown {
  if (!Array.isArray(value)) return value;
  return new Intl.ListFormat(language).format(value.map((one) => sayLocal(one, language)));
}
