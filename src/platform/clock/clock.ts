import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/index.js';
import { Database, sql } from '../database/index.js';
import { HostTime } from './host-time.js';

const REREAD_MS = 1_000;

/**
 * A demonstration may move this clock, by an offset that all processes read. Leases, jobs and logins use real
 * time instead.
 */
@Injectable()
export class Clock implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(Clock.name);
  private offset = 0;
  private movedAt = -Infinity;
  private timer?: NodeJS.Timeout;
  private readonly host = new HostTime((jump) =>
    this.logger.warn(`The clock of this machine was moved by ${Math.round(jump / 1000)} s, and stays so`),
  );

  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  async onModuleInit(): Promise<void> {
    if (!this.config.demo) return;
    await this.read();
    this.timer = setInterval(() => void this.reread(), REREAD_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  now(): Date {
    return new Date(this.host.now() + this.offset);
  }

  get zone(): string {
    return this.config.timeZone;
  }

  get aheadMs(): number {
    return this.offset;
  }

  get steadyMs(): number {
    return performance.now() - this.movedAt;
  }

  async moveTo(instant: Date): Promise<void> {
    await this.setOffset(instant.getTime() - this.host.now());
  }

  async backToNow(): Promise<void> {
    await this.setOffset(0);
  }

  private async setOffset(milliseconds: number): Promise<void> {
    if (!this.config.demo) throw new Error('Only a demonstration moves the clock');
    const rounded = Math.round(milliseconds);
    await this.database.run(sql`update clock_offset set milliseconds = ${rounded}`);
    this.take(rounded);
  }

  private take(offset: number): void {
    if (offset !== this.offset) this.movedAt = performance.now();
    this.offset = offset;
  }

  private async reread(): Promise<void> {
    try {
      await this.read();
    } catch (error) {
      this.logger.warn(`The clock's offset could not be read: ${String(error)}`);
    }
  }

  private async read(): Promise<void> {
    const row = await this.database.one<{ milliseconds: string }>(sql`select milliseconds from clock_offset`);
    this.take(Number(row.milliseconds));
  }
}
