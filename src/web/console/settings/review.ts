import type { Moved, MoveChoice, MovedPage } from '../../../sla/index.js';
import { isId } from '../../../platform/text/index.js';
import { type Sent, textOf } from '../typed.js';

/** The running clocks that a change would move, before it is saved. */
export interface Review {
  moved: Moved[];
  /** Where the clocks that are not listed begin; null where all are. */
  next: string | null;
  /** The form as it was sent, to be sent again with the decision. */
  kept: { name: string; value: string }[];
}

const ENOUGH = 100;
/** So many pages are looked through for clocks that move; beyond them all or none can follow. */
const MOST_PAGES = 25;
const TIMER = 'timer_';
const DECISIONS = ['act', 'move', 'after', '_csrf'];

/** The first clocks that would move, or the next after those that were listed. */
export async function readMoved(
  read: (after: string | null) => Promise<MovedPage>,
  after: string | null = null,
): Promise<MovedPage> {
  const data: Moved[] = [];
  let next = after;
  for (let page = 0; page < MOST_PAGES && data.length < ENOUGH; page++) {
    const found = await read(next);
    data.push(...found.data);
    next = found.next;
    if (next === null) break;
  }
  return { data, next };
}

export function reviewOf(sent: Sent, { data, next }: MovedPage): Review {
  const kept = Object.keys(sent)
    .filter((name) => !DECISIONS.includes(name) && !name.startsWith(TIMER))
    .map((name) => ({ name, value: textOf(sent, name) }));
  return { moved: data, next, kept };
}

/** Whether nobody needs to be asked. */
export function isQuiet({ data, next }: MovedPage): boolean {
  return data.length === 0 && next === null;
}

/** Undefined until it was decided. */
export function decisionOf(sent: Sent): MoveChoice | undefined {
  const move = textOf(sent, 'move');
  if (move === 'all' || move === 'none') return move;
  if (move !== 'some') return undefined;
  return Object.keys(sent)
    .filter((name) => name.startsWith(TIMER))
    .map((name) => name.slice(TIMER.length))
    .filter(isId);
}

export function cursorOf(sent: Sent): string | null {
  const after = textOf(sent, 'after');
  return isId(after) ? after : null;
}
