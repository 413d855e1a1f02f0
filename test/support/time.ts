import { type MockInstance, vi } from 'vitest';

let lead = 0;
let steady: MockInstance<typeof performance.now> | undefined;

/**
 * The tests set the time from now on. Both clocks of the host go by it, because a wall clock that jumps alone is not
 * believed.
 */
export function setTimeByHand(now: Date | number = Date.now()): void {
  lead = Date.now() - performance.now();
  vi.useFakeTimers({ toFake: ['Date'], now });
  steady = vi.spyOn(performance, 'now').mockImplementation(() => Date.now() - lead);
}

/** Moves the wall clock of the host, while its steady clock goes on. */
export function hostJumps(milliseconds: number): void {
  lead += milliseconds;
  vi.setSystemTime(Date.now() + milliseconds);
}

export function pass(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

export function letTimeRun(): void {
  steady?.mockRestore();
  vi.useRealTimers();
}
