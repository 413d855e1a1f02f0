import { Module } from '@nestjs/common';
import { ApiTokens } from './api-tokens.service.js';
import { Authentication } from './authentication.service.js';
import { Confirmations } from './confirmations.service.js';
import { StaffDefaults } from './defaults.service.js';
import { DemonstrationStaff } from './demonstration-staff.service.js';
import { Departments } from './departments.service.js';
import { Employment } from './employment.service.js';
import { Invitations } from './invitations.service.js';
import { Joinings } from './joining.service.js';
import { Members } from './members.service.js';
import { PasswordRules } from './password-rules.service.js';
import { Passwords } from './passwords.service.js';
import { Profile } from './profile.service.js';
import { Roster } from './roster.service.js';
import { RecoveryCodes } from './recovery-codes.service.js';
import { SecondFactorKeeping } from './second-factor-keeping.service.js';
import { SecondFactorRules } from './second-factor-rules.service.js';
import { SecondFactors } from './second-factors.service.js';
import { SecondStep } from './second-step.service.js';
import { Sessions } from './sessions.service.js';
import { SignInGuesses } from './sign-in-guesses.service.js';
import { SignIn } from './sign-in.service.js';
import { StaffTrail } from './staff-trail.service.js';

const services = [
  ApiTokens,
  Authentication,
  Confirmations,
  DemonstrationStaff,
  Departments,
  Employment,
  Invitations,
  Joinings,
  Members,
  Passwords,
  Profile,
  Roster,
  SecondFactorKeeping,
  SecondFactorRules,
  SecondFactors,
  SecondStep,
  Sessions,
  SignIn,
  StaffDefaults,
];

@Module({
  providers: [...services, PasswordRules, RecoveryCodes, SignInGuesses, StaffTrail],
  exports: services,
})
export class StaffModule {}
