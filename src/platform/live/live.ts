import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { LiveChannel, type Listener, RESYNC } from './channel.js';
import { encode } from './packet.js';

/** What changed and whom it may concern, as ids only. Departments and members decide which streams receive it. */
export interface Hint {
  ticket?: string;
  conversation?: string;
  account?: string;
  departments: string[];
  members?: string[];
  /** True where the bell of these members has something new. */
  alerts?: true;
}

export const CHANGED = 'changed';

/**
 * Tells open screens in every process that something changed. A hint may be lost, so screens also read again now and
 * then. Inside a transaction it is sent after the commit, and never after a rollback.
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

  /** Publishes other data under a topic of the caller's own. `data` is small (7 kB) and holds no personal data. */
  publish(topic: string, data?: unknown): void {
    if (topic === CHANGED) throw new Error(`The topic ${CHANGED} is for hints: use changed()`);
    this.leave(encode(topic, data));
  }

  /**
   * The listener receives all data of the topic that arrived together. Returns a function that ends the subscription.
   */
  subscribe(topic: string, listener: Listener): () => void {
    return this.channel.on(topic, listener);
  }

  /** Makes every screen read everything again. */
  resync(): void {
    this.leave(encode(RESYNC, null));
  }

  /** Calls back when messages may have been missed and everything has to be read again. */
  onResync(listener: () => void): () => void {
    return this.channel.onResync(listener);
  }

  private leave(item: string): void {
    this.database.afterCommit(() => this.channel.send(item));
  }
}
