import type { Book } from './book.js';
import type { GrownCustomer } from './people.js';

const HOUR_MS = 3_600_000;
const WARNED_BEFORE_MS = 12 * HOUR_MS;

/** Everybody follows the account, and may be written to for a while after their last words. */
export function writeContacts(people: GrownCustomer[], { ground, now, sheets }: Book): void {
  const { allowance, seconds } = ground.window;
  for (const { identityId, heardAt, sentSince, waits } of people) {
    const closesAt = heardAt + seconds * 1000;
    const looks = waits && closesAt > now ? Math.max(closesAt - WARNED_BEFORE_MS, now) : null;
    const heard = new Date(heardAt);
    sheets.add('contact_ledger', { identityId, reachable: true, followed: true, heardAt: heard });
    sheets.add('contact_window', {
      identityId,
      source: 'message',
      openedAt: heard,
      closesAt: new Date(closesAt),
      allowance,
      used: Math.min(sentSince, allowance),
      watchAt: looks && new Date(looks),
    });
  }
}
