/** The pace of the live channel and its streams, which tests shorten. All values but the counts are milliseconds. */
export class LiveOptions {
  /** Hints of one process within this time are sent as one notification. */
  coalesceMs = 50;
  reconnectMs = 200;
  reconnectMaxMs = 10_000;
  /** How often an idle connection is tested. */
  probeMs = 20_000;
  heartbeatMs = 15_000;
  recheckMs = 60_000;
  /** The pause before a browser reconnects. */
  retryMs = 2_000;
  maxStreams = 2_000;
  /** The limit for one member or one topic. */
  maxStreamsPerOwner = 25;
}
