/** `told` is the provider's time of a push, `aheadMs` how far its clock goes ahead of ours. */
interface Told {
  told: Date;
  receivedAt: Date;
  aheadMs: number;
}

/**
 * `at` is never false: where the provider's time cannot be true, it is when the push was received. Such a push is not
 * `believable` and opens no window, because nobody knows when the customer really wrote.
 */
export interface Heard {
  at: Date;
  believable: boolean;
}

/** A provider signs only calls of the last minutes, so a time further ahead is certainly wrong. */
const MOST_AHEAD_MS = 10 * 60_000;
/** A provider gives up a push after seconds. A day leaves room for one that waited in between. */
const MOST_BEHIND_MS = 24 * 3_600_000;

/**
 * The one reading of times that a provider gives to pushes. They are converted to our clock and never lie in the
 * future: an answer would otherwise stand before its question, and a window would stay open for years. Nor do they lie
 * long ago, where every promise would be broken already.
 */
export function heardAt({ told, receivedAt, aheadMs }: Told): Heard {
  const behindMs = receivedAt.getTime() - (told.getTime() - aheadMs);
  const believable = behindMs >= -MOST_AHEAD_MS && behindMs <= MOST_BEHIND_MS;
  const at = believable && behindMs > 0 ? new Date(receivedAt.getTime() - behindMs) : receivedAt;
  return { at, believable };
}
