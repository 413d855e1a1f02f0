import { Injectable } from '@nestjs/common';
import type { Draft } from '../platform/events/index.js';
import type { Timer } from './timer.js';

/** `told` holds the events that were recorded about these timers. */
export interface SavedTimers {
  changed: readonly Timer[];
  started: readonly Timer[];
  told: readonly Draft[];
}

/**
 * Another room may act on timers through this. It is called in the transaction that saves them, once for all
 * of them.
 */
export interface TimerFollower {
  saved(timers: SavedTimers): Promise<void>;
}

/** Each follower registers itself when its module starts. */
@Injectable()
export class TimerFollowers {
  private readonly followers: TimerFollower[] = [];

  register(follower: TimerFollower): void {
    this.followers.push(follower);
  }

  async tell(timers: SavedTimers): Promise<void> {
    for (const follower of this.followers) await follower.saved(timers);
  }
}
