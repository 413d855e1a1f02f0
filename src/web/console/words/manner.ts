import type { Manner, Seen } from '../../../conversations/index.js';
import { textAt, type Typed } from '../../forms/index.js';

/** Texts written in quick succession are sent together. */
export function mannerOf(typed: Typed): Manner {
  const call = textAt(typed, 'how') === 'call';
  return { joins: !call, takesLast: textAt(typed, 'last') === '1', call, ...seenIn(typed) };
}

/** A reply takes over from a colleague only if the form says so expressly. */
export function takesOver(typed: Typed): boolean {
  return textAt(typed, 'takeOver') === 'yes';
}

/** Every form that ends, solves or answers carries the newest message that its page shows. */
export function seenIn(typed: Typed): Seen {
  return { seen: textAt(typed, 'seen') };
}
