import { reasonParts } from '../../channels/wechat-official/index.js';
import type { PageView } from './page-view.js';
import { sayLocal } from './wording.helpers.js';

export type Speaker = Pick<PageView, 't' | 'knows' | 'language'>;

/** The fault `too_long:200` becomes the sentence `problem.too_long` with its bound. */
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

/** Our own reasons have a sentence. A channel's reasons are explained by the channel. */
export function sayReason(reason: string, { t, knows, language }: Speaker): string {
  const [word = ''] = reason.split(' ');
  const known = `delivery_reason.${word}`;
  return knows(known) ? t(known) : reasonParts(reason, language).text;
}

function listed(value: unknown, language: string): unknown {
  if (!Array.isArray(value)) return value;
  return new Intl.ListFormat(language).format(value.map((one) => sayLocal(one, language)));
}
