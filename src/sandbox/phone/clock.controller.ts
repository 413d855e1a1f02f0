import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
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
  ) {}

  @Get()
  read(): ClockReading {
    return { now: this.clock.now(), aheadMs: this.clock.aheadMs };
  }

  /**
   * `{"minutes": 10}` moves the clock ahead by ten minutes, and `{"minutes": 0}` returns to real time. Countdowns on
   * open screens follow.
   */
  @Post()
  @HttpCode(200)
  async move(@Body() body: unknown): Promise<ClockReading> {
    const minutes = numberFrom(body, 'minutes', FARTHEST_MINUTES);
    if (minutes === 0) await this.clock.backToNow();
    else await this.clock.moveTo(new Date(this.clock.now().getTime() + minutes * MINUTE_MS));
    this.live.resync();
    return this.read();
  }
}
