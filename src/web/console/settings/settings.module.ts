import { Module } from '@nestjs/common';
import { WechatOfficialModule } from '../../../channels/wechat-official/index.js';
import { ConversationsModule } from '../../../conversations/index.js';
import { NotificationsModule } from '../../../notifications/index.js';
import { SlaModule } from '../../../sla/index.js';
import { TriageModule } from '../../../triage/index.js';
import { AuthModule } from '../../auth/index.js';
import { ConsoleModule } from '../console.module.js';
import { ChannelsPage } from './channels-page.service.js';
import { ChannelsController } from './channels.controller.js';
import { ChannelQueries } from './channels.queries.js';
import { DecisionsController } from './decisions.controller.js';
import { DepartmentsController } from './departments.controller.js';
import { DepartmentLines } from './departments.queries.js';
import { HoursController } from './hours.controller.js';
import { InvitationsController } from './invitations.controller.js';
import { MenuController } from './menu.controller.js';
import { MenuPage } from './menu-page.service.js';
import { LadderPart } from './ladder-part.service.js';
import { LaddersController } from './ladders.controller.js';
import { OperationsPage } from './operations-page.service.js';
import { OperationsController } from './operations.controller.js';
import { OperationsQueries } from './operations.queries.js';
import { RobotsPage } from './robots-page.service.js';
import { RobotsController } from './robots.controller.js';
import { RostersPage } from './rosters-page.service.js';
import { RostersController } from './rosters.controller.js';
import { SettingsController } from './settings.controller.js';
import { StaffPage } from './staff-page.service.js';
import { StaffController } from './staff.controller.js';
import { TriageController } from './triage.controller.js';

@Module({
  imports: [
    AuthModule,
    ConsoleModule,
    ConversationsModule,
    NotificationsModule,
    SlaModule,
    TriageModule,
    WechatOfficialModule,
  ],
  controllers: [
    ChannelsController,
    DecisionsController,
    DepartmentsController,
    HoursController,
    MenuController,
    // Before StaffController: its `:id` would take `invitations` for one.
    InvitationsController,
    LaddersController,
    OperationsController,
    RobotsController,
    RostersController,
    SettingsController,
    StaffController,
    TriageController,
  ],
  providers: [
    ChannelQueries,
    ChannelsPage,
    DepartmentLines,
    MenuPage,
    LadderPart,
    OperationsPage,
    OperationsQueries,
    RobotsPage,
    RostersPage,
    StaffPage,
  ],
})
export class SettingsModule {}
