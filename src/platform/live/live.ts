import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { LiveChannel, type Listener, RESYNC } from './channel.js';
import { encode } from './packet.js';

/** A hint holds ids only. Departments and members decide whose screens are told. */
export interface Hint {
  ticket?: string;
  conversation?: string;
  account?: string;
  departments: string[];
  members?: string[];
  alerts?: true;
}

export const CHANGED = 'changed';

/**
 * Tells open screens in every process that something changed. A hint may be lost, so screens also read again
 * now and then. In a transaction it is sent after the commit, and never after a rollback.
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

  /** `data` has at most 7 kB and holds no personal data. */
  publish(topic: string, data?: unknown): void {
    if (topic === CHANGED) throw new Error(`The topic ${CHANGED} is for hints: use changed()`);
    this.leave(encode(topic, data));
  }

  subscribe(topic: string, listener: Listener): () => void {
    return this.channel.on(topic, listener);
  }

  resync(): void {
    this.leave(encode(RESYNC, null));
  }

  onResync(listener: () => void): () => void {
    return this.channel.onResync(listener);
  }

  private leave(item: string): void {
    this.database.afterCommit(() => this.channel.send(item));
  }
}
