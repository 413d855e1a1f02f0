import { Invalid } from '../../../platform/http/index.js';
import { HELD_THINGS, type HoldSubject } from '../../../retention/index.js';

/** Reads `ticket:7`. */
export function subjectOf(text: string): HoldSubject {
  const [named, id = ''] = text.split(':');
  const type = HELD_THINGS.find((thing) => thing === named);
  if (!type) throw Invalid.field('subject', text === '' ? 'required' : 'unknown');
  return { type, id };
}
