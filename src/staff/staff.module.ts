import { Module } from '@nestjs/common';
import { Access } from './access.service.js';
import { ApiTokens } from './api-tokens.service.js';
import { Authentication } from './authentication.service.js';
import { Confirmations } from './confirmations.service.js';
import { StaffDefaults } from './defaults.service.js';
import { DemonstrationStaff } from './demonstration-staff.service.js';
import { Departments } from './departments.service.js';
import { Employment } from './employment.service.js';
import { GroupRights } from './providers/group-rights.service.js';
import { IdentityProviders } from './providers/identity-provider.js';
import { Invitations } from './invitations.service.js';
import { Joinings } from './joining.service.js';
import { JoinedAccounts } from './providers/joined-accounts.service.js';
import { KeptProviders } from './providers/kept-providers.service.js';
import { KnownPersons } from './providers/known-persons.service.js';
import { Members } from './members.service.js';
import { Newcomers } from './providers/newcomers.service.js';
import { PasswordAccess } from './password-access.service.js';
import { PasswordRules } from './password-rules.service.js';
import { Passwords } from './passwords.service.js';
import { Profile } from './profile.service.js';
import { ProviderSignIn } from './providers/provider-sign-in.service.js';
import { Providers } from './providers/providers.service.js';
import { Roster } from './roster.service.js';
import { SessionTimes } from './session-times.service.js';
import { RecoveryCodes } from './second-factor/recovery-codes.service.js';
import { SecondFactorKeeping } from './second-factor/second-factor-keeping.service.js';
import { SecondFactorRules } from './second-factor/second-factor-rules.service.js';
import { SecondFactors } from './second-factor/second-factors.service.js';
import { SecondStep } from './second-factor/second-step.service.js';
import { Sessions } from './sessions.service.js';
import { SignInAttempts } from './providers/sign-in-attempts.service.js';
import { SignInGuesses } from './sign-in-guesses.service.js';
import { SignIn } from './sign-in.service.js';
import { TimedOutSessions } from './timed-out-sessions.service.js';
import { TokenLimit } from './token-limit.service.js';
import { TokenTrail } from './token-trail.service.js';
import { StaffTrail } from './staff-trail.service.js';

const services = [
  ApiTokens,
  Authentication,
  Confirmations,
  DemonstrationStaff,
  Departments,
  Employment,
  IdentityProviders,
  Invitations,
  JoinedAccounts,
  Joinings,
  Members,
  PasswordAccess,
  Passwords,
  Profile,
  Providers,
  ProviderSignIn,
  Roster,
  SecondFactorKeeping,
  SecondFactorRules,
  SecondFactors,
  SecondStep,
  Sessions,
  SessionTimes,
  SignIn,
  StaffDefaults,
  TimedOutSessions,
  TokenLimit,
  TokenTrail,
];

const own = [
  Access,
  GroupRights,
  KeptProviders,
  KnownPersons,
  Newcomers,
  PasswordRules,
  RecoveryCodes,
  SignInAttempts,
  SignInGuesses,
  StaffTrail,
];

@Module({ providers: [...services, ...own], exports: services })
export class StaffModule {}
