import { DateTime } from 'luxon';

/** During quiet hours staff are told only of emergencies. Both times are local. */
export interface QuietHours {
  zone: string;
  from: string;
  to: string;
}

/** Returns the end of the quiet hours if the time falls into them. */
export function afterQuiet(instant: Date, quiet: QuietHours | null): Date {
  if (!quiet || quiet.from === quiet.to) return instant;
  const local = DateTime.fromJSDate(instant, { zone: quiet.zone });
  const time = local.toFormat('HH:mm');
  const overnight = quiet.from > quiet.to;
  const isQuiet = overnight ? time >= quiet.from || time < quiet.to : time >= quiet.from && time < quiet.to;
  if (!isQuiet) return instant;
  const day = overnight && time >= quiet.from ? local.plus({ days: 1 }) : local;
  return DateTime.fromISO(`${day.toISODate()}T${quiet.to}`, { zone: quiet.zone }).toJSDate();
}
