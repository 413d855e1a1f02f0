import { Injectable } from '@nestjs/common';
import type { Draft } from '../platform/events/index.js';
import type { Timer } from './timer.js';

/** Holds the timers that were saved together and the events that record what became of them. */
export interface SavedTimers {
  changed: readonly Timer[];
  started: readonly Timer[];
  told: readonly Draft[];
}

/**
 * This is the port for another room that acts on timers. It is called in the transaction that saves them, once for all
 * of them.
 */
export interface TimerFollower {
  saved(timers: SavedTimers): Promise<void>;
}

/** Keeps the followers of timers. Each of them registers itself when its module starts. */
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
