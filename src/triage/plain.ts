/** WeChat's longest message has a third of this length. */
const MOST_READ = 2000;

/**
 * Makes full-width and half-width letters the same and joins blanks. The length is limited, because the text comes from
 * strangers and many patterns read it.
 */
export function plain(text: string): string {
  return text.slice(0, MOST_READ).normalize('NFKC').slice(0, MOST_READ).replace(/\s+/g, ' ').trim();
}
