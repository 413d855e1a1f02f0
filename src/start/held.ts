import { DateTime } from 'luxon';
import type { Hold } from '../platform/held/index.js';

/** At a terminal. Times are told in the shop's time zone. */
export function heldSentence({ reason, since, takenAt = '' }: Hold, zone: string): string {
  const what =
    reason === 'restored' ? `is a copy, restored from the backup of ${moment(takenAt, zone)}, and` : 'is';
  return `This installation ${what} held since ${moment(since, zone)}: it sends nothing until "npm run huiyin -- release".`;
}

/** Such as `2026-11-30 22:04 GMT+8`. */
function moment(iso: string, zone: string): string {
  const at = DateTime.fromISO(iso, { zone, locale: 'en' });
  return at.isValid ? at.toFormat('yyyy-MM-dd HH:mm ZZZZ') : iso;
}
