import { Injectable } from '@nestjs/common';
import { Live } from '../live/index.js';

/** Tells sweeps in every process that something became due, so that they look now and not at the next tick. */
@Injectable()
export class Wakeups {
  constructor(private readonly live: Live) {}

  /** Inside a transaction the hint is sent after the commit. It may be lost, but the next tick comes anyway. */
  wake(name: string): void {
    this.live.publish(topic(name));
  }

  on(name: string, listener: () => void): void {
    this.live.subscribe(topic(name), listener);
    this.live.onResync(listener);
  }
}

function topic(name: string): string {
  return `wake/${name}`;
}
