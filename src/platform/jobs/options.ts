/** The pace of the job runner, which tests shorten. All values but the count are milliseconds of real time. */
export class JobOptions {
  concurrency = 4;
  /** How often the worker looks for jobs that became due (scheduled ones, retries, those of a dead worker). */
  pollMs = 2_000;
  beatMs = 10_000;
  /** A worker counts as dead when it has not reported for this long. */
  deadAfterMs = 30_000;
  reapMs = 30_000;
  /** The time that running jobs get to finish when the program stops. */
  drainMs = 8_000;
  restartMs = 1_000;
}
