import { Injectable } from '@nestjs/common';
import { Live } from '../live/index.js';

@Injectable()
export class Wakeups {
  constructor(private readonly live: Live) {}

  /** In a transaction the hint is sent after the commit. It may be lost, but the next tick comes anyway. */
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
