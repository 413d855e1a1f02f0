import type { Correction, Priority } from '../../../tickets/index.js';
import { textAt, textsAt, type Typed } from '../../forms/index.js';

/** A field that is left empty is unknown and stays as it is. */
export function correctionOf(typed: Typed): Correction {
  const { subject, type, priority } = textsAt(typed, 'subject', 'type', 'priority');
  const known = Object.entries(textsAt(typed, 'order', 'amount')).filter(([, value]) => value !== '');
  return {
    subject,
    type,
    priority: priority as Priority,
    version: Number(textAt(typed, 'version')),
    ...(known.length > 0 && { fields: Object.fromEntries(known) }),
  };
}
