import { Injectable } from '@nestjs/common';
import { actOf, Audit } from '../platform/audit/index.js';
import { Reacts, type Recorded } from '../platform/events/index.js';

/** What these events say is all there is to say on the list of who did what. */
@Injectable()
export class StaffTrail {
  constructor(private readonly audit: Audit) {}

  @Reacts(
    'member.created',
    'member.profile_changed',
    'member.disabled',
    'member.enabled',
    'member.signed_in',
    'member.sign_in_failed',
    'member.signed_out',
    'member.logins_ended',
    'member.password_changed',
    'member.second_factor_set',
    'member.second_factor_ended',
    'member.second_factor_reset',
    'member.recovery_codes_renewed',
    'member.recovery_code_used',
    'member.token_created',
    'member.token_revoked',
    'member.invited',
    'member.invitation_renewed',
    'member.invitation_revoked',
    'department.created',
  )
  async keep(event: Recorded): Promise<void> {
    await this.audit.record(actOf(event));
  }
}
