export type ClockState = 'running' | 'warned' | 'breached' | 'paused' | 'met' | 'missed' | 'cancelled';

/** Instants are in milliseconds. */
export interface RunningClock {
  start: number;
  warn: number;
  due: number;
}

export interface ClockReading {
  state: 'running' | 'warned' | 'breached';
  /** `span` is in milliseconds: the time that is left, or that has passed since the deadline. */
  span: number;
  /** `left` is the remaining share of the time, from 0 to 100. */
  left: number;
}

/** A deadline counts as breached at its due instant, not after it. */
export function readClock({ start, warn, due }: RunningClock, now: number): ClockReading {
  if (now >= due) return { state: 'breached', span: now - due, left: 0 };
  const left = due > start ? Math.min(100, Math.round(((due - now) / (due - start)) * 100)) : 0;
  return { state: now >= warn ? 'warned' : 'running', span: due - now, left };
}
