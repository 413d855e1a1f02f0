import { Module } from '@nestjs/common';
import { StaffModule } from '../../staff/index.js';
import { ViewModule } from '../view/index.js';
import { DemonstrationLogins } from './demonstration-logins.js';
import { InvitationLimit } from './invitation-limit.guard.js';
import { InvitationPage } from './invitation-page.service.js';
import { JoiningController } from './joining.controller.js';
import { LoginPage } from './login-page.service.js';
import { LoginController } from './login.controller.js';
import { ProviderController } from './provider.controller.js';
import { SessionGuard } from './session.guard.js';
import { TokenGuard } from './token.guard.js';

@Module({
  imports: [StaffModule, ViewModule],
  controllers: [LoginController, ProviderController, JoiningController],
  providers: [DemonstrationLogins, InvitationLimit, InvitationPage, LoginPage, SessionGuard, TokenGuard],
  exports: [DemonstrationLogins, SessionGuard, TokenGuard, StaffModule],
})
export class AuthModule {}
