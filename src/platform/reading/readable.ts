import { withoutLookalikes } from './lookalikes.js';
import { simplified } from './simplified.js';
import { BLANKS, DASHES, DECORATION, OVERLAID, PICTURES, UNSEEN } from './unseen.js';

const PLAIN = /^[!-_a-~]*(?: [!-_a-~]+)*$/;

/**
 * What looks the same becomes the same: widths and forms of letters, invisible characters, kinds of dashes, quotes and
 * blanks, traditional characters. Emoji are taken out; `between` stands in their place. Upper and lower case stay.
 * This is for reading alone: what is stored and shown stays as it was written.
 */
export function legible(text: string, between = ''): string {
  return PLAIN.test(text)
    ? text
    : alike(seenIn(text.replace(PICTURES, between)).replace(DECORATION, between));
}

/** Is `legible` for those to whom an emoji says something: a thumb may be a whole answer. */
export function legibleWithEmoji(text: string): string {
  return PLAIN.test(text) ? text : alike(seenIn(text));
}

/** Texts that look the same but for their case have the same readable form. See `legible`. */
export function readable(text: string, between = ''): string {
  return legible(text, between).toLowerCase();
}

function seenIn(text: string): string {
  return text.replace(UNSEEN, '').replace(/[´`]/g, "'").normalize('NFKC').replace(OVERLAID, '');
}

function alike(seen: string): string {
  const words = seen
    .replace(DASHES, '-')
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[“”„]/g, '"');
  return simplified(withoutLookalikes(words)).replace(BLANKS, ' ').trim();
}
