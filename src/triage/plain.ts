import { legible, legibleWithEmoji } from '../platform/reading/index.js';

/** WeChat's longest message has a third of this length. */
const MOST_READ = 2000;

/** The length is limited, because the text comes from strangers and many patterns read it. See `legible`. */
export function plain(text: string, between = ''): string {
  return legible(text.slice(0, MOST_READ), between).slice(0, MOST_READ);
}

export function plainWithEmoji(text: string): string {
  return legibleWithEmoji(text.slice(0, MOST_READ)).slice(0, MOST_READ);
}
