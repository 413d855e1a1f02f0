import { Injectable } from '@nestjs/common';
import type { Draft } from '../platform/events/index.js';
import type { Timer } from './timer.js';

export interface SavedTimers {
  changed: readonly Timer[];
  started: readonly Timer[];
  told: readonly Draft[];
}

/**
 * A room that acts on timers registers a follower. It is called once for all timers that a transaction saves.
 */
export interface TimerFollower {
  saved(timers: SavedTimers): Promise<void>;
}

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
