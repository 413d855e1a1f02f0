import type { Manner } from '../../../conversations/index.js';
import { textAt, type Typed } from '../../forms/index.js';

/** How a reply from the composer is to go: what is typed in one breath goes as one. */
export function mannerOf(typed: Typed): Manner {
  const call = textAt(typed, 'how') === 'call';
  return { joins: !call, takesLast: textAt(typed, 'last') === '1', call };
}
