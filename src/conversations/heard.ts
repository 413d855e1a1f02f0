/** `told` is the provider's time of a push, `aheadMs` how far its clock goes ahead of ours. */
interface Told {
  told: Date;
  receivedAt: Date;
  aheadMs: number;
}

/** A push that is not `believable` opens no window, because nobody knows when the customer really wrote. */
export interface Heard {
  at: Date;
  believable: boolean;
}

/** A provider signs only calls of the last minutes, so a time further ahead is certainly wrong. */
const MOST_AHEAD_MS = 10 * 60_000;

/**
 * Times from outside are converted to our clock and never lie in the future: an answer would otherwise stand before its
 * question, and a window would stay open for years.
 */
export function heardAt({ told, receivedAt, aheadMs }: Told): Heard {
  const ours = told.getTime() - aheadMs;
  const now = receivedAt.getTime();
  return { at: new Date(Math.min(ours, now)), believable: ours - now <= MOST_AHEAD_MS };
}
