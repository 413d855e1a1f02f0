import { Module } from '@nestjs/common';
import { StaffModule } from '../../staff/index.js';
import { ViewModule } from '../view/index.js';
import { CodePage } from './code-page.service.js';
import { CodeController } from './code.controller.js';
import { DemonstrationLogins } from './demonstration-logins.js';
import { Entering } from './entering.service.js';
import { HalfwayGuard } from './halfway.guard.js';
import { InvitationLimit } from './invitation-limit.guard.js';
import { InvitationPage } from './invitation-page.service.js';
import { JoiningController } from './joining.controller.js';
import { JoiningThroughController } from './joining-through.controller.js';
import { LoginPage } from './login-page.service.js';
import { LoginController } from './login.controller.js';
import { ProviderController } from './provider.controller.js';
import { SecretHandout } from './secret-handout.service.js';
import { SessionGuard } from './session.guard.js';
import { SetupPage } from './setup-page.service.js';
import { SetupController } from './setup.controller.js';
import { TokenGuard } from './token.guard.js';

@Module({
  imports: [StaffModule, ViewModule],
  controllers: [
    LoginController,
    CodeController,
    SetupController,
    ProviderController,
    JoiningController,
    JoiningThroughController,
  ],
  providers: [
    CodePage,
    DemonstrationLogins,
    Entering,
    HalfwayGuard,
    InvitationLimit,
    InvitationPage,
    LoginPage,
    SecretHandout,
    SessionGuard,
    SetupPage,
    TokenGuard,
  ],
  exports: [DemonstrationLogins, SecretHandout, SessionGuard, TokenGuard, StaffModule],
})
export class AuthModule {}
