import type { Recorded } from '../events/index.js';
import type { Act } from './audit.js';

/** What an event says already is told in the same words on the list of who did what. */
export function actOf({ name, subject, data, by }: Recorded): Act {
  const facts = data as object;
  return { action: name, subject, by, ...(Object.keys(facts).length > 0 && { after: facts }) };
}
