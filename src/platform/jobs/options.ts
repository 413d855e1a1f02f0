/** Tests shorten these times. They are milliseconds of real time. */
export class JobOptions {
  concurrency = 4;
  /** The worker looks so often for jobs that became due. */
  pollMs = 2_000;
  beatMs = 10_000;
  /** A worker counts as dead if it has not reported for this long. */
  deadAfterMs = 30_000;
  reapMs = 30_000;
  /** Running jobs get this time to finish when the program stops. */
  drainMs = 8_000;
  restartMs = 1_000;
}
