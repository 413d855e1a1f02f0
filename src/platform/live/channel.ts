import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/index.js';
import { LiveConnection } from './connection.js';
import { LiveOptions } from './options.js';
import { encode, pack, unpack } from './packet.js';

const MAX_PENDING = 5_000;
export const RESYNC = 'resync';

export type Listener = (data: unknown[]) => void;

/**
 * Carries messages to all processes, its own included, by LISTEN and NOTIFY. It has its own connection, so
 * that no transaction has to notify. Messages are lost while the connection is down; `onResync` reports that
 * afterwards.
 */
@Injectable()
export class LiveChannel implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(LiveChannel.name);
  private readonly connection: LiveConnection;
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly pending = new Set<string>();
  private flushing?: NodeJS.Timeout;

  constructor(
    database: Database,
    private readonly options: LiveOptions,
  ) {
    this.connection = new LiveConnection(database.url, options, {
      received: (packet) => this.receive(packet),
      connected: (again) => this.connected(again),
    });
  }

  async onModuleInit(): Promise<void> {
    await this.connection.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush();
    await this.connection.stop();
  }

  /** The same item is sent once within the coalescing time. */
  send(item: string): void {
    if (this.pending.size < MAX_PENDING) {
      this.pending.add(item);
    } else {
      this.pending.clear();
      this.pending.add(encode(RESYNC, null));
    }
    this.flushing ??= setTimeout(() => void this.flush(), this.options.coalesceMs);
  }

  on(topic: string, listener: Listener): () => void {
    const listeners = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.listeners.get(topic) === listeners) this.listeners.delete(topic);
    };
  }

  onResync(listener: () => void): () => void {
    return this.on(RESYNC, listener);
  }

  private async flush(): Promise<void> {
    clearTimeout(this.flushing);
    this.flushing = undefined;
    const items = [...this.pending];
    if (items.length === 0) return;
    this.pending.clear();
    if (await this.connection.notify(pack(items))) return;
    for (const item of items) this.pending.add(item);
  }

  private connected(again: boolean): void {
    if (again) this.receive(pack([encode(RESYNC, null)])[0] ?? '[]');
    void this.flush();
  }

  private receive(packet: string): void {
    const byTopic = new Map<string, unknown[]>();
    for (const [topic, data] of unpack(packet)) {
      const together = byTopic.get(topic) ?? [];
      byTopic.set(topic, together);
      together.push(data);
    }
    for (const [topic, data] of byTopic) this.tell(topic, data);
  }

  private tell(topic: string, data: unknown[]): void {
    for (const listener of [...(this.listeners.get(topic) ?? [])]) {
      try {
        listener(data);
      } catch (error) {
        this.logger.error(error);
      }
    }
  }
}
