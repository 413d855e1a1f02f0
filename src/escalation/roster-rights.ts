import type { Actor } from '../platform/events/index.js';
import { Forbidden } from '../platform/http/index.js';
import { Member } from '../staff/index.js';

/** A department's roster is kept by its leads. The company's (null) is kept by administrators alone. */
export function mayKeepRoster(by: Actor, departmentId: string | null): boolean {
  if (!(by instanceof Member)) return by.kind === 'system';
  return by.isAdmin || (departmentId !== null && by.leads(departmentId));
}

export function requireKeeper(by: Actor, departmentId: string | null): void {
  if (!mayKeepRoster(by, departmentId)) throw new Forbidden('not_your_roster');
}
