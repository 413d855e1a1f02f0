import type { TimerView } from '../../../sla/index.js';

/** Returns the timer that matters most now: the running one due first, else one that is paused, else null. */
export function nextClock(timers: TimerView[]): TimerView | null {
  const running = timers.filter(({ state }) => state === 'running').sort((a, b) => dueOf(a) - dueOf(b));
  return running[0] ?? timers.find(({ state }) => state === 'paused') ?? null;
}

function dueOf({ dueAt }: TimerView): number {
  return dueAt?.getTime() ?? Infinity;
}
