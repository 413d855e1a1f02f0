import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { Conflict } from '../../platform/http/index.js';
import { Live } from '../../platform/live/index.js';
import { numberFrom } from './phone-requests.js';

const MINUTE_MS = 60_000;
const FARTHEST_MINUTES = 60 * 24 * 30;

export interface ClockReading {
  now: Date;
  aheadMs: number;
}

@Controller('sandbox/clock')
export class ClockController {
  constructor(
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly database: Database,
  ) {}

  @Get()
  read(): ClockReading {
    return { now: this.clock.now(), aheadMs: this.clock.aheadMs };
  }

  /**
   * `{"minutes": 10}` moves the clock ahead by ten minutes, and `{"minutes": 0}` returns to real time, unless something
   * has happened in the time between. Countdowns on open screens follow.
   */
  @Post()
  @HttpCode(200)
  async move(@Body() body: unknown): Promise<ClockReading> {
    const minutes = numberFrom(body, 'minutes', FARTHEST_MINUTES);
    if (minutes === 0) await this.goBack();
    else await this.clock.moveTo(new Date(this.clock.now().getTime() + minutes * MINUTE_MS));
    this.live.resync();
    return this.read();
  }

  /** What has happened in a time cannot lie in the future, so the clock never goes back behind it. */
  private async goBack(): Promise<void> {
    const { until } = await this.database.one<{ until: Date | null }>(
      sql`select max(at) until from event where at > clock_timestamp() + interval '1 minute'`,
    );
    if (until) throw new Conflict('clock_past', { until: until.toISOString() });
    await this.clock.backToNow();
  }
}
