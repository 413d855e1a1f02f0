import { withoutLookalikes } from './lookalikes.js';
import { simplified } from './simplified.js';
import { BLANKS, CONTROL, DASHES, DECORATION, OVERLAID, PICTURES, UNSEEN } from './unseen.js';

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

/**
 * What is seen of a text: without what takes no room, each character in one of its widths and forms. All readings start
 * from this. By itself it is for what is typed and kept, such as a number.
 */
export function seen(text: string): string {
  return text.replace(UNSEEN, '').normalize('NFKC');
}

function seenIn(text: string): string {
  return seen(text.replace(CONTROL, '').replace(/[´`]/g, "'")).replace(OVERLAID, '');
}

function alike(seen: string): string {
  const words = seen
    .replace(DASHES, '-')
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[“”„]/g, '"');
  return simplified(withoutLookalikes(words)).replace(BLANKS, ' ').trim();
}
