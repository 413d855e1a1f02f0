import type { Manner } from '../../../conversations/index.js';
import { textAt, type Typed } from '../../forms/index.js';

/** How a reply from the composer is to go: what is typed in one breath goes as one. */
export function mannerOf(typed: Typed): Manner {
  const call = textAt(typed, 'how') === 'call';
  return { joins: !call, takesLast: textAt(typed, 'last') === '1', call };
}

/** Whether it is taken from the colleague who has it: said in the form, never meant. */
export function takesOver(typed: Typed): boolean {
  return textAt(typed, 'takeOver') === 'yes';
}
