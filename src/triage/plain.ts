/** This is three times as long as the longest message that WeChat allows. */
const MOST_READ = 2000;

/**
 * Makes full-width and half-width letters the same and reduces blanks to one. The length is limited, because every
 * pattern that reads the result runs on text from strangers.
 */
export function plain(text: string): string {
  return text.slice(0, MOST_READ).normalize('NFKC').slice(0, MOST_READ).replace(/\s+/g, ' ').trim();
}
