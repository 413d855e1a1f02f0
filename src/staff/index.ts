import './events.js';

export { type ApiToken, ApiTokens, type NewToken } from './api-tokens.service.js';
export { Authentication, type UsedToken } from './authentication.service.js';
export { Confirmations, type FinanceMember } from './confirmations.service.js';
export { StaffDefaults } from './defaults.service.js';
export { DemonstrationStaff, type DemonstrationStanding } from './demonstration-staff.service.js';
export { type Department, Departments, type Wording } from './departments.service.js';
export { Employment } from './employment.service.js';
export { type GroupRule } from './providers/group-rules.js';
export {
  type Attempt,
  type Claims,
  type IdentityProvider,
  IdentityProviders,
  type ProviderAccess,
  ProviderFault,
  type ProviderField,
  type ProviderReason,
} from './providers/identity-provider.js';
export { type Invitation, type Invitee } from './invitation.js';
export { Invitations } from './invitations.service.js';
export { type JoinedAccount, JoinedAccounts } from './providers/joined-accounts.service.js';
export { type Joining, Joinings } from './joining.service.js';
export { type Provider, type ProviderDraft } from './providers/kept-providers.service.js';
export { Member, type MemberFacts } from './member.js';
export { Members, type NewMember } from './members.service.js';
export { PasswordAccess } from './password-access.service.js';
export { type PasswordChange, Passwords } from './passwords.service.js';
export { requireActive } from './present.js';
export { Profile, type ProfileChange } from './profile.service.js';
export { ProviderSignIn } from './providers/provider-sign-in.service.js';
export { Providers } from './providers/providers.service.js';
export { MAY_INVITE, type RoleKey, roleOf, ROLES } from './role.js';
export { Roster } from './roster.service.js';
export { type Scope, SCOPES, scopesOf } from './scope.js';
export { type LoginTimes, SessionTimes } from './session-times.service.js';
export { SecondFactorKeeping } from './second-factor/second-factor-keeping.service.js';
export { type Owing, SecondFactorRules } from './second-factor/second-factor-rules.service.js';
export { type SecondFactor, SecondFactors } from './second-factor/second-factors.service.js';
export { SecondStep, type Step } from './second-factor/second-step.service.js';
export { Sessions } from './sessions.service.js';
export { returnAddress } from './providers/sign-in-attempts.service.js';
export { type Credentials, SignIn } from './sign-in.service.js';
export { TimedOutSessions } from './timed-out-sessions.service.js';
export { TokenLimit } from './token-limit.service.js';
export { TokenTrail } from './token-trail.service.js';
export { StaffModule } from './staff.module.js';
