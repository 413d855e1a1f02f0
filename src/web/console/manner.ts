import type { Manner } from '../../conversations/index.js';
import { type Sent, textOf } from './typed.js';

/** How a reply from the composer is to go: what is typed in one breath goes as one. */
export function mannerOf(sent: Sent): Manner {
  const call = textOf(sent, 'how') === 'call';
  return { joins: !call, takesLast: textOf(sent, 'last') === '1', call };
}

/** Whether it is taken from the colleague who has it: said in the form, never meant. */
export function takesOver(sent: Sent | undefined): boolean {
  return textOf(sent, 'takeOver') === 'yes';
}
