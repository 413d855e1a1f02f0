const EARLIEST_SECONDS = -62_135_596_800;
const LATEST_SECONDS = 253_402_300_799;
/** From here on a number of seconds would lie beyond the year 5000, so it is one of milliseconds. */
const MILLISECONDS_FROM = 100_000_000_000;

/**
 * Reads what WeChat writes as a time. Any time of the years 1 to 9999 is taken, because whoever uses it decides what
 * can be true of it. Returns undefined for what is no time.
 */
export function wechatTime(text: string): Date | undefined {
  if (text.trim() === '') return undefined;
  const given = Number(text);
  const seconds = Math.abs(given) >= MILLISECONDS_FROM ? given / 1000 : given;
  const isTime = Number.isInteger(given) && seconds >= EARLIEST_SECONDS && seconds <= LATEST_SECONDS;
  return isTime ? new Date(seconds * 1000) : undefined;
}
