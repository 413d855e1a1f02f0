import type { TimerView } from '../../../sla/index.js';

/** The running timer that is due first matters most. If none runs, it is a paused one. */
export function nextClock(timers: TimerView[]): TimerView | null {
  const running = timers.filter(({ state }) => state === 'running').sort((a, b) => dueOf(a) - dueOf(b));
  return running[0] ?? timers.find(({ state }) => state === 'paused') ?? null;
}

function dueOf({ dueAt }: TimerView): number {
  return dueAt?.getTime() ?? Infinity;
}
