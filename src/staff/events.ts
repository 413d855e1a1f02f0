import type { RoleKey } from './role.js';
import type { Scope } from './scope.js';

declare module '../platform/events/index.js' {
  interface EventMap {
    'member.created': { role: RoleKey; departmentIds: string[]; invitationId?: string };
    'member.changed': { role: RoleKey; departmentIds: string[] };
    'member.profile_changed': { fields: string[] };
    /** Another administrator than the one who brought the member in knows the person. */
    'member.confirmed': object;
    'member.disabled': object;
    'member.enabled': object;
    /** Without a provider it was by password. */
    'member.signed_in': { provider?: string };
    'member.sign_in_failed': {
      reason: 'password' | 'disabled' | 'passwords_off' | 'groups' | 'second_factor';
    };
    'member.signed_out': object;
    'member.logins_ended': { count: number };
    'member.password_changed': object;
    'member.second_factor_set': object;
    'member.second_factor_ended': object;
    /** An administrator took it away from somebody who lost phone and recovery codes. */
    'member.second_factor_reset': object;
    'member.recovery_codes_renewed': object;
    'member.recovery_code_used': { left: number };
    'member.token_created': { tokenId: string; scopes: Scope[]; expiresAt: string | null };
    'member.token_revoked': { tokenId: string };
    /** The subject is the member who invited. */
    'member.invited': { invitationId: string; role: RoleKey; departmentIds: string[] };
    'member.invitation_renewed': { invitationId: string };
    'member.invitation_revoked': { invitationId: string };
    'department.created': { key: string };
    'department.renamed': object;
  }
}

export {};
