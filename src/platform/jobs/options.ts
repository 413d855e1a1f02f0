/** All times are milliseconds of real time. */
export class JobOptions {
  concurrency = 4;
  pollMs = 2_000;
  beatMs = 10_000;
  deadAfterMs = 30_000;
  reapMs = 30_000;
  drainMs = 8_000;
  restartMs = 1_000;
}
