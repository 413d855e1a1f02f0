/** How the live channel and its streams pace themselves; tests shorten it. Milliseconds but for the counts. */
export class LiveOptions {
  /** Hints of one process within this time travel as one notification. */
  coalesceMs = 50;
  reconnectMs = 200;
  reconnectMaxMs = 10_000;
  /** How often an idle connection is asked whether it is still there. */
  probeMs = 20_000;
  heartbeatMs = 15_000;
  recheckMs = 60_000;
  /** What a browser waits before it connects again. */
  retryMs = 2_000;
  maxStreams = 2_000;
  /** Of one member, or of one topic. */
  maxStreamsPerOwner = 25;
}
