/** Three times as long as WeChat lets anybody write. */
const MOST_READ = 2000;

/**
 * Full-width and half-width letters are the same, and one blank is as good as many. Bounded, because every pattern that
 * reads it runs on what anybody may send.
 */
export function plain(text: string): string {
  return text.slice(0, MOST_READ).normalize('NFKC').slice(0, MOST_READ).replace(/\s+/g, ' ').trim();
}
