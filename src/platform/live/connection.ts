import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { LiveOptions } from './options.js';

const CHANNEL = 'huiyin_live';
const TIMEOUT_MS = 5_000;

interface Events {
  received(packet: string): void;
  /** `again` is true after the connection was lost, when something may have been missed. */
  connected(again: boolean): void;
}

export class LiveConnection {
  private readonly logger = new Logger(LiveConnection.name);
  private client?: pg.Client;
  private ready = false;
  private failures = 0;
  private lost = false;
  private stopped = false;
  private reconnecting?: NodeJS.Timeout;
  private probing?: NodeJS.Timeout;

  constructor(
    private readonly url: string,
    private readonly options: LiveOptions,
    private readonly events: Events,
  ) {}

  /** Resolves after the first attempt to connect, even if it failed. */
  async start(): Promise<void> {
    // If a router has forgotten the connection, only a query can notice.
    this.probing = setInterval(() => void this.notify([]), this.options.probeMs).unref();
    await this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.ready = false;
    clearInterval(this.probing);
    clearTimeout(this.reconnecting);
    await this.client?.end();
  }

  async notify(packets: string[]): Promise<boolean> {
    const client = this.client;
    if (!client || !this.ready) return false;
    try {
      await client.query('select pg_notify($1, packet) from unnest($2::text[]) packet', [CHANNEL, packets]);
      return true;
    } catch (error) {
      this.lose(client, error);
      return false;
    }
  }

  private async connect(): Promise<void> {
    const client = this.open();
    this.client = client;
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      this.lose(client, error);
      return;
    }
    if (this.client === client && !this.stopped) this.settle();
  }

  private open(): pg.Client {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'huiyin-live',
      keepAlive: true,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
    });
    client.on('notification', ({ payload }) => this.events.received(payload ?? '[]'));
    client.on('error', (error) => this.lose(client, error));
    client.on('end', () => this.lose(client, new Error('the connection ended')));
    return client;
  }

  private settle(): void {
    const again = this.lost;
    if (again) this.logger.log('The live channel is back');
    this.ready = true;
    this.lost = false;
    this.failures = 0;
    this.events.connected(again);
  }

  private lose(client: pg.Client, error: unknown): void {
    if (this.client !== client || this.stopped) return;
    this.client = undefined;
    this.ready = false;
    this.lost = true;
    if (this.failures === 0) this.logger.warn(`The live channel is down, connecting again: ${String(error)}`);
    client.end().catch((failure: unknown) => this.logger.debug(String(failure)));
    const wait = Math.min(this.options.reconnectMs * 2 ** this.failures, this.options.reconnectMaxMs);
    this.failures += 1;
    this.reconnecting = setTimeout(() => void this.connect(), wait);
  }
}
