import { Injectable } from '@nestjs/common';
import { actOf, Audit } from '../platform/audit/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';

/** Whoever looks at what is otherwise hidden is on the list of who did what. */
@Injectable()
export class CustomerTrail {
  constructor(private readonly audit: Audit) {}

  @Reacts('customer.phone_revealed')
  async keep(event: Recorded): Promise<void> {
    await this.audit.record(actOf(event));
  }
}
