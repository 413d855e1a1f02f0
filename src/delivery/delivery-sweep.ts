import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Held } from '../platform/held/index.js';
import { Sweeps } from '../platform/jobs/index.js';
import { DeliveryTimes } from './delivery-times.js';
import { Lapsing } from './lapsing.service.js';
import { Leases } from './leases.service.js';
import { DELIVERIES_DUE } from './planning.js';
import { Sending } from './sending.service.js';

@Injectable()
export class DeliverySweep implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly sending: Sending,
    private readonly leases: Leases,
    private readonly times: DeliveryTimes,
    private readonly held: Held,
    private readonly lapsing: Lapsing,
  ) {}

  onModuleInit(): void {
    const due = this.sweeps.addDue(DELIVERIES_DUE, {
      work: async () => void (await this.sending.begin()),
      nearest: async () => ((await this.held.isHeld()) ? null : this.times.due()),
    });
    this.sweeps.addDue('delivery_leases', {
      work: async () => {
        if ((await this.leases.expire()) > 0) void due.tick();
      },
      nearest: () => this.times.leaseEnd(),
    });
    this.sweeps.addDue('replies_lapsing', {
      work: async () => (await this.lapsing.lapseDue()) > 0,
      nearest: () => this.lapsing.nearest(),
    });
    this.sending.whenFreed(() => void due.tick());
  }
}
