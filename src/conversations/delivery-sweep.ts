import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Sweep, Sweeps } from '../platform/jobs/index.js';
import { Leases } from './leases.service.js';
import { DELIVERIES_DUE } from './outbox.service.js';
import { Sending } from './sending.service.js';

@Injectable()
export class DeliverySweep implements OnModuleInit {
  private due!: Sweep;
  private lost!: Sweep;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly sending: Sending,
    private readonly leases: Leases,
  ) {}

  onModuleInit(): void {
    this.due = this.sweeps.add(DELIVERIES_DUE, () => this.sending.begin().then(() => undefined));
    this.lost = this.sweeps.add('delivery_leases', () => this.leases.expire());
    this.sending.whenFreed(() => void this.due.tick());
  }

  @Interval(1000)
  tick(): void {
    void this.lost.tick();
    void this.due.tick();
  }
}
