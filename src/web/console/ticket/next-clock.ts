import type { TimerView } from '../../../sla/index.js';

/** Returns the running timer that is due first. If none runs, it returns a paused one or null. */
export function nextClock(timers: TimerView[]): TimerView | null {
  const running = timers.filter(({ state }) => state === 'running').sort((a, b) => dueOf(a) - dueOf(b));
  return running[0] ?? timers.find(({ state }) => state === 'paused') ?? null;
}

function dueOf({ dueAt }: TimerView): number {
  return dueAt?.getTime() ?? Infinity;
}
