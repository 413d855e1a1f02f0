import { Module } from '@nestjs/common';
import { WechatOfficialModule } from '../../../channels/wechat-official/index.js';
import { ConversationsModule } from '../../../conversations/index.js';
import { NotificationsModule } from '../../../notifications/index.js';
import { SlaModule } from '../../../sla/index.js';
import { TriageModule } from '../../../triage/index.js';
import { AuthModule } from '../../auth/index.js';
import { ConsoleModule } from '../console.module.js';
import { CalendarBars } from './calendar-bars.service.js';
import { CalendarEditor } from './calendar-editor.service.js';
import { CalendarsPage } from './calendars-page.service.js';
import { CalendarsController } from './calendars.controller.js';
import { ChangeReview } from './change-review.service.js';
import { AccountChoices } from './account-choices.service.js';
import { AccountParts } from './account-parts.service.js';
import { AccountPage } from './account-page.service.js';
import { AccountController } from './account.controller.js';
import { ChannelsPage } from './channels-page.service.js';
import { ChannelsController } from './channels.controller.js';
import { ChannelQueries } from './channels.queries.js';
import { ContactRulesPage } from './contact-rules-page.service.js';
import { ContactRulesController } from './contact-rules.controller.js';
import { DecisionsController } from './decisions.controller.js';
import { DepartmentsController } from './departments.controller.js';
import { DepartmentLines } from './departments.queries.js';
import { DeskHoursController } from './desk-hours.controller.js';
import { HolidaysController } from './holidays.controller.js';
import { HolidaysPage } from './holidays-page.service.js';
import { InvitationsController } from './invitations.controller.js';
import { MenuController } from './menu.controller.js';
import { MenuPage } from './menu-page.service.js';
import { LadderPart } from './ladder-part.service.js';
import { LaddersController } from './ladders.controller.js';
import { OperationsPage } from './operations-page.service.js';
import { OperationsController } from './operations.controller.js';
import { OperationsQueries } from './operations.queries.js';
import { PolicyEditor } from './policy-editor.service.js';
import { PolicySaving } from './policy-saving.service.js';
import { PromiseBenchQueries } from './promise-bench.queries.js';
import { PromiseWords } from './promise-words.service.js';
import { PromisesPage } from './promises-page.service.js';
import { PromisesController } from './promises.controller.js';
import { RobotsPage } from './robots-page.service.js';
import { QuotaController } from './quota.controller.js';
import { RobotsController } from './robots.controller.js';
import { RostersPage } from './rosters-page.service.js';
import { RostersController } from './rosters.controller.js';
import { SelfTestController } from './self-test.controller.js';
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
    AccountController,
    ChannelsController,
    ContactRulesController,
    DecisionsController,
    DepartmentsController,
    // Before CalendarsController: its `:key` would take `holidays` for one.
    DeskHoursController,
    HolidaysController,
    CalendarsController,
    // Before StaffController: its `:id` would take `invitations` for one.
    InvitationsController,
    LaddersController,
    MenuController,
    OperationsController,
    PromisesController,
    QuotaController,
    RobotsController,
    RostersController,
    SelfTestController,
    SettingsController,
    StaffController,
    TriageController,
  ],
  providers: [
    CalendarBars,
    CalendarEditor,
    CalendarsPage,
    ChangeReview,
    AccountChoices,
    AccountPage,
    AccountParts,
    ChannelQueries,
    ChannelsPage,
    ContactRulesPage,
    DepartmentLines,
    HolidaysPage,
    LadderPart,
    MenuPage,
    OperationsPage,
    OperationsQueries,
    PolicyEditor,
    PolicySaving,
    PromiseBenchQueries,
    PromiseWords,
    PromisesPage,
    RobotsPage,
    RostersPage,
    StaffPage,
  ],
})
export class SettingsModule {}
