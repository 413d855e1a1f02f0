import { Injectable } from '@nestjs/common';
import type { Draft } from '../platform/events/index.js';
import type { Timer } from './timer.js';

/** Timers of one saving, and the events that tell what became of them. */
export interface SavedTimers {
  changed: readonly Timer[];
  started: readonly Timer[];
  told: readonly Draft[];
}

/** The port: what another room does about timers, in the transaction that saves them, for all of them at once. */
export interface TimerFollower {
  saved(timers: SavedTimers): Promise<void>;
}

/** Those who follow what becomes of timers. Each registers itself when its module starts. */
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
