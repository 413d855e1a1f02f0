import type { Correction, Priority } from '../../../tickets/index.js';

type Typed = Record<'subject' | 'type' | 'priority' | 'order' | 'amount' | 'version', string>;

/** What a person typed over what was understood. A field left empty is not known, and stays as it is. */
export function correctionOf({ subject, type, priority, version, order, amount }: Typed): Correction {
  const fields = Object.fromEntries(
    Object.entries({ order, amount }).filter(([, value]) => value.trim() !== ''),
  );
  return {
    subject,
    type,
    priority: priority as Priority,
    version: Number(version),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
}
