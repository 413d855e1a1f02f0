import type { Window } from '../../../../hours/index.js';
import { seen } from '../../../../platform/reading/index.js';

const CLOSED = /^(closed|休|休息|不上班|-|–|—|x|×)$/i;
const WHOLE_DAY = /^(24h|24小时|全天|all day)$/i;
const MOST = 2_000;

/**
 * Reads `9-12, 13:30–18`. Returns null for an empty text and no window for a closed day. What cannot be read stays as
 * it was written, so that the calendar refuses it.
 */
export function readWindows(text: string): Window[] | null {
  const said = seen(text.slice(0, MOST)).trim();
  if (said === '') return null;
  if (CLOSED.test(said)) return [];
  return said
    .replace(/\s*(?:[-–—~〜至到]|\bto\b)\s*/gi, '-')
    .split(/[\s,，、;；/]+/)
    .filter(Boolean)
    .map(readWindow);
}

export function sayWindows(windows: readonly Window[]): string {
  return windows.map(([from, to]) => `${from}–${to}`).join(', ');
}

function readWindow(text: string): Window {
  if (WHOLE_DAY.test(text)) return ['00:00', '24:00'];
  const [from = '', to = '', ...rest] = text.split('-');
  return rest.length > 0 ? [text, text] : [readTime(from), readTime(to)];
}

/** Accepts `9`, `9:30` and `0930`. */
function readTime(text: string): string {
  const found = /^(\d{1,2})(?::?(\d{2}))?$/.exec(text);
  return found ? `${found[1]!.padStart(2, '0')}:${found[2] ?? '00'}` : text;
}
