import { Injectable } from '@nestjs/common';
import { Live } from '../live/index.js';

/** Something became due: whoever sweeps for it, in whichever process, looks now instead of at the next tick. */
@Injectable()
export class Wakeups {
  constructor(private readonly live: Live) {}

  /** Inside a transaction the hint leaves after the commit. It may be lost; the next tick comes anyway. */
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
