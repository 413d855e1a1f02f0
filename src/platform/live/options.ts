/** Tests shorten these times. They are in milliseconds. */
export class LiveOptions {
  /** Hints of one process within this time are sent as one notification. */
  coalesceMs = 50;
  reconnectMs = 200;
  reconnectMaxMs = 10_000;
  /** An idle connection is tested so often. */
  probeMs = 20_000;
  heartbeatMs = 15_000;
  recheckMs = 60_000;
  /** A browser waits so long before it connects again. */
  retryMs = 2_000;
  maxStreams = 2_000;
  /** The limit holds for one member or one topic. */
  maxStreamsPerOwner = 25;
}
