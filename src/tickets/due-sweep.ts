import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Sweep, Sweeps } from '../platform/jobs/index.js';
import { Pausing } from './pausing.service.js';
import { Resolutions } from './resolution.service.js';

@Injectable()
export class TicketsDueSweep implements OnModuleInit {
  private sweep!: Sweep;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly pausing: Pausing,
    private readonly resolutions: Resolutions,
  ) {}

  onModuleInit(): void {
    this.sweep = this.sweeps.add('tickets_due', async () => {
      const done = (await this.pausing.resumeDue()) + (await this.resolutions.closeDue());
      return done > 0;
    });
  }

  @Interval(10_000)
  tick(): void {
    void this.sweep.tick();
  }
}
