import type { Moved, MoveChoice, MovedPage } from '../../../sla/index.js';
import { fieldName, idsAt, textAt, type Typed } from '../../forms/index.js';

export interface Review {
  moved: Moved[];
  next: string | null;
  kept: Kept[];
}

interface Kept {
  name: string;
  value: string;
}

const ENOUGH = 100;
const MOST_PAGES = 25;
const DECISIONS = ['act', 'move', 'after', 'timers'];

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

export function reviewOf(typed: Typed, { data, next }: MovedPage): Review {
  const form = Object.entries(typed).filter(([name]) => !DECISIONS.includes(name));
  return { moved: data, next, kept: fieldsOf(Object.fromEntries(form)) };
}

export function isQuiet({ data, next }: MovedPage): boolean {
  return data.length === 0 && next === null;
}

export function decisionOf(typed: Typed): MoveChoice | undefined {
  const move = textAt(typed, 'move');
  if (move === 'all' || move === 'none') return move;
  return move === 'some' ? idsAt(typed, 'timers') : undefined;
}

function fieldsOf(typed: Typed, path: readonly string[] = []): Kept[] {
  return Object.entries(typed).flatMap(([name, value]) => {
    const at = [...path, name];
    return typeof value === 'string' ? [{ name: fieldName(at.join('.')), value }] : fieldsOf(value, at);
  });
}
