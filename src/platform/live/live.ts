import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { LiveChannel, type Listener, RESYNC } from './channel.js';
import { encode } from './packet.js';

/** What changed and whom it may concern; ids only. Departments and members decide which streams hear of it. */
export interface Hint {
  ticket?: string;
  conversation?: string;
  account?: string;
  departments: string[];
  members?: string[];
  /** Something for these members' bell. */
  alerts?: true;
}

export const CHANGED = 'changed';

/**
 * Tells open screens in every process that something changed. A hint may be lost: screens re-read now and then.
 * Inside a transaction it leaves after the commit, and never when that does not come.
 */
@Injectable()
export class Live {
  constructor(
    private readonly database: Database,
    private readonly channel: LiveChannel,
  ) {}

  changed(hint: Hint): void {
    this.leave(encode(CHANGED, hint));
  }

  /** Anything else, under a topic of one's own; `data` is small (7 kB) and holds no personal data. */
  publish(topic: string, data?: unknown): void {
    if (topic === CHANGED) throw new Error(`The topic ${CHANGED} is for hints: use changed()`);
    this.leave(encode(topic, data));
  }

  /** The listener gets all data of the topic that arrived together. Returns what ends the subscription. */
  subscribe(topic: string, listener: Listener): () => void {
    return this.channel.on(topic, listener);
  }

  /** Everything is to be read again, on every screen. */
  resync(): void {
    this.leave(encode(RESYNC, null));
  }

  /** Messages may have been missed: read again. */
  onResync(listener: () => void): () => void {
    return this.channel.onResync(listener);
  }

  private leave(item: string): void {
    this.database.afterCommit(() => this.channel.send(item));
  }
}
