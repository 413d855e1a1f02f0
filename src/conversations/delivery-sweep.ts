import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Sweep, Sweeps } from '../platform/jobs/index.js';
import { DELIVERIES_DUE } from './outbox.service.js';
import { Sending } from './sending.service.js';

@Injectable()
export class DeliverySweep implements OnModuleInit {
  private sweep!: Sweep;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly sending: Sending,
  ) {}

  onModuleInit(): void {
    this.sweep = this.sweeps.add(DELIVERIES_DUE, async () => (await this.sending.drain()) > 0);
  }

  @Interval(1000)
  tick(): void {
    void this.sweep.tick();
  }
}
