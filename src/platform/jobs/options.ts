/** How the job runner paces itself; tests shorten it. Milliseconds of real time but for the count. */
export class JobOptions {
  concurrency = 4;
  /** How often jobs that became due (later ones, retries, those of a dead worker) are looked for. */
  pollMs = 2_000;
  beatMs = 10_000;
  /** A worker that has not beaten for this long is dead. */
  deadAfterMs = 30_000;
  reapMs = 30_000;
  /** What running jobs get to finish when the program stops. */
  drainMs = 8_000;
  restartMs = 1_000;
}
