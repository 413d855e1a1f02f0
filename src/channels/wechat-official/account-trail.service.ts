import { Injectable } from '@nestjs/common';
import { actOf, Audit } from '../../platform/audit/index.js';
import { Reacts, type Recorded } from '../../platform/events/index.js';

/** What these events say is all there is to say on the list of who did what. */
@Injectable()
export class AccountTrail {
  constructor(private readonly audit: Audit) {}

  @Reacts('account.quota_cleared', 'account.menu_published')
  async keep(event: Recorded): Promise<void> {
    await this.audit.record(actOf(event));
  }
}
