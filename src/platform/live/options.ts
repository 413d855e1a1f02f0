/** All times are in milliseconds. */
export class LiveOptions {
  coalesceMs = 50;
  reconnectMs = 200;
  reconnectMaxMs = 10_000;
  probeMs = 20_000;
  heartbeatMs = 15_000;
  recheckMs = 60_000;
  retryMs = 2_000;
  maxStreams = 2_000;
  maxStreamsPerOwner = 25;
}
